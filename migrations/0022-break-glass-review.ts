import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who hears of a broken glass, and who reviews it where the branch has no second person for it. */
export class BreakGlassReview1700000000022 implements MigrationInterface {
  name = 'BreakGlassReview1700000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(REVIEWING);
    await runner.query(FUNCTIONS.map(narrow).join('\n'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION association_break_glass(uuid, uuid, boolean, timestamptz, uuid, int),
        review_association_break_glass(uuid, uuid, text, uuid);
      DROP FUNCTION break_glass_reviewers(uuid);
      REVOKE UPDATE (reviewed_at, reviewed_by) ON break_glass_events FROM otzyv_gateway;
    `);
  }
}

const FUNCTIONS = [
  'break_glass_reviewers(uuid)',
  'association_break_glass(uuid, uuid, boolean, timestamptz, uuid, int)',
  'review_association_break_glass(uuid, uuid, text, uuid)',
];

/** Owned by the gateway, callable by the API's role only. */
function narrow(signature: string): string {
  return `
    ALTER FUNCTION ${signature} OWNER TO otzyv_gateway;
    REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${signature} TO otzyv_app;
  `;
}

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

const REVIEWING = `
  GRANT UPDATE (reviewed_at, reviewed_by) ON break_glass_events TO otzyv_gateway;

  -- Of the entered branch: who may review what this person did. "inside" is false for the association's
  -- administrators, who are named only where the branch itself has nobody else.
  CREATE FUNCTION break_glass_reviewers(p_opener uuid) RETURNS TABLE (person_id uuid, inside boolean)
    LANGUAGE sql STABLE ${DEFINER} AS $$
    WITH inside AS (
      SELECT m.person_id FROM memberships m JOIN roles r ON r.code = m.role
        JOIN people p ON p.id = m.person_id AND p.disabled_at IS NULL
        WHERE m.branch_id = current_branch() AND m.revoked_at IS NULL AND m.person_id <> p_opener
          AND ('break-glass.review' = ANY (r.permissions) OR EXISTS (SELECT FROM guarded_permissions g
            WHERE g.role = m.role AND g.permission = 'break-glass.review')))
    SELECT i.person_id, true FROM inside i
    UNION ALL
    SELECT d.person_id, false FROM association_admins d JOIN branches b ON b.association_id = d.association_id
      JOIN people p ON p.id = d.person_id AND p.disabled_at IS NULL
      WHERE b.id = current_branch() AND d.revoked_at IS NULL AND d.person_id <> p_opener
        AND NOT EXISTS (SELECT FROM inside);
  $$;

  -- That it happened, where, who and when: no family and no reason. The newest first, after (p_at, p_id).
  CREATE FUNCTION association_break_glass(p_person uuid, p_association uuid, p_reviewed boolean, p_at timestamptz,
      p_id uuid, p_limit int)
    RETURNS TABLE (id uuid, branch_id uuid, branch_name text, person_id uuid, opened_at timestamptz,
      ends_at timestamptz, reviewed_at timestamptz, reviewed_by uuid, key text) LANGUAGE plpgsql STABLE ${DEFINER} AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    RETURN QUERY SELECT e.id, e.branch_id, b.name, e.person_id, e.opened_at, e.ends_at, e.reviewed_at, e.reviewed_by,
        e.opened_at::text
      FROM break_glass_events e JOIN branches b ON b.id = e.branch_id
      WHERE b.association_id = p_association AND (p_reviewed IS NULL OR (e.reviewed_at IS NOT NULL) = p_reviewed)
        AND (p_at IS NULL OR (e.opened_at, e.id) < (p_at, p_id))
      ORDER BY e.opened_at DESC, e.id DESC LIMIT p_limit;
  END $$;

  -- Verdicts: reviewed (now or before), absent, own, inside (the branch has a second person, who knows the reason too).
  CREATE FUNCTION review_association_break_glass(p_person uuid, p_association uuid, p_request text, p_event uuid)
    RETURNS text LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_event break_glass_events; v_inside boolean;
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    SELECT e.* INTO v_event FROM break_glass_events e JOIN branches b ON b.id = e.branch_id
      WHERE e.id = p_event AND b.association_id = p_association FOR UPDATE OF e;
    IF NOT FOUND THEN RETURN 'absent'; END IF;
    IF v_event.reviewed_at IS NOT NULL THEN RETURN 'reviewed'; END IF;
    IF v_event.person_id = p_person THEN RETURN 'own'; END IF;
    PERFORM set_config('otzyv.branch_id', v_event.branch_id::text, true);
    SELECT coalesce(bool_or(r.inside), false) INTO v_inside FROM break_glass_reviewers(v_event.person_id) r;
    PERFORM set_config('otzyv.branch_id', '', true);
    IF v_inside THEN RETURN 'inside'; END IF;
    UPDATE break_glass_events SET reviewed_at = app_now(), reviewed_by = p_person
      WHERE branch_id = v_event.branch_id AND id = p_event;
    PERFORM note_in_branch(v_event.branch_id, p_person, p_request, 'break-glass.review', 'break-glass', p_event::text,
      NULL, '{}');
    RETURN 'reviewed';
  END $$;
`;
