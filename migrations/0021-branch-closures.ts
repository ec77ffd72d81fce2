import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/** What closing a branch sets going: its export, warnings, and its erasure when the time is over. */
export class BranchClosures1700000000021 implements MigrationInterface {
  name = 'BranchClosures1700000000021';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, GRANTS, STATUS(", closed_by = CASE p_status WHEN 'closed' THEN p_person END"), SWEEP]) {
      await runner.query(part);
    }
    for (const part of [ENTERING, LOOKING, EMPTYING]) await runner.query(part);
    await runner.query(FUNCTIONS.map(narrow).join('\n'));
    await runner.query(filePolicy(`(${FILE_RULE}) OR (purpose = 'branch-export' AND (SELECT takes_branch_export()))`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${filePolicy(FILE_RULE)}
      ${STATUS('')}
      DROP FUNCTION ${FUNCTIONS.join(', ')};
      DROP POLICY files_closures ON files;
      DROP POLICY erasures_closures ON erasures;
      DROP POLICY legal_holds_closures ON legal_holds;
      DROP POLICY responsible_people_closures ON responsible_people;
      DROP POLICY api_keys_closures ON api_keys;
      DROP POLICY invitations_closures ON invitations;
      DROP TABLE branch_export_parts, branch_closures;
      ALTER TABLE family_exports DROP COLUMN part_file_ids;
      ALTER TABLE branches DROP COLUMN closed_by;
      REVOKE SELECT (erased_at) ON families FROM otzyv_gateway;
      REVOKE ALL ON files, legal_holds, responsible_people FROM otzyv_gateway;
      REVOKE SELECT (family_id) ON erasures FROM otzyv_gateway;
      REVOKE UPDATE (name_sealed, revoked_at) ON api_keys FROM otzyv_gateway;
      REVOKE UPDATE (email_sealed, revoked_at) ON invitations FROM otzyv_gateway;
      REVOKE UPDATE (reason_sealed) ON break_glass_events FROM otzyv_gateway;
    `);
  }
}

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';
const FUNCTIONS = [
  'announce_branch_closures()',
  'enter_closed_branch(uuid, uuid)',
  'takes_branch_export()',
  'branch_closure(uuid, uuid, uuid)',
  'branch_closure_parts(uuid, uuid, uuid, int, int)',
  'lift_holds_of_closed_branch(uuid, uuid, text, uuid, text)',
  'empty_erased_branch()',
];

/** Owned by the gateway, callable by the API's role only. */
function narrow(signature: string): string {
  return `
    ALTER FUNCTION ${signature} OWNER TO otzyv_gateway;
    REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${signature} TO otzyv_app;
  `;
}

const TABLES = `
  ALTER TABLE branches ADD COLUMN closed_by uuid;
  ALTER TABLE family_exports ADD COLUMN part_file_ids uuid[] NOT NULL DEFAULT '{}';

  -- One for each time that the branch is closed.
  CREATE TABLE branch_closures (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    closed_at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'exporting'
      CHECK (state IN ('exporting', 'exported', 'erasing', 'erased', 'cancelled')),
    families int NOT NULL DEFAULT 0,
    families_done int NOT NULL DEFAULT 0,
    -- The last family that is exported with all its parts; a job that died goes on after it.
    exported_up_to uuid,
    -- Days before the erasure of the last warning that was sent.
    last_warning int,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    exported_at timestamptz,
    erased_at timestamptz,
    counts jsonb,
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, closed_at)
  );
  ${underBranch('branch_closures', 'SELECT, UPDATE (state, families, families_done, exported_up_to, exported_at, erased_at, counts)')}

  CREATE TABLE branch_export_parts (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    closure_id uuid NOT NULL,
    number int NOT NULL CHECK (number > 0),
    kind text NOT NULL CHECK (kind IN ('branch', 'family', 'audit', 'manifest')),
    file_id uuid NOT NULL,
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, closure_id, number),
    FOREIGN KEY (branch_id, closure_id) REFERENCES branch_closures (branch_id, id),
    FOREIGN KEY (branch_id, file_id) REFERENCES files (branch_id, id)
  );
  ${underBranch('branch_export_parts', 'SELECT, INSERT')}
`;

const GRANTS = `
  CREATE POLICY branch_closures_gateway ON branch_closures AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);
  CREATE POLICY branch_export_parts_gateway ON branch_export_parts AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  GRANT SELECT, INSERT, UPDATE ON branch_closures TO otzyv_gateway;
  GRANT SELECT ON branch_export_parts TO otzyv_gateway;
  GRANT UPDATE (closed_by) ON branches TO otzyv_gateway;
  GRANT SELECT (erased_at) ON families TO otzyv_gateway;
  CREATE POLICY files_closures ON files AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  GRANT SELECT (branch_id, id, purpose, size, sha256, erased_at) ON files TO otzyv_gateway;
  CREATE POLICY erasures_closures ON erasures AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  GRANT SELECT (family_id) ON erasures TO otzyv_gateway;
  CREATE POLICY legal_holds_closures ON legal_holds AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);
  GRANT SELECT (branch_id, id, family_id, lifted_at), UPDATE (lifted_at, lifted_by) ON legal_holds TO otzyv_gateway;
  CREATE POLICY responsible_people_closures ON responsible_people AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true);
  GRANT SELECT (branch_id), DELETE ON responsible_people TO otzyv_gateway;
  CREATE POLICY api_keys_closures ON api_keys AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true);
  GRANT SELECT (branch_id), UPDATE (name_sealed, revoked_at) ON api_keys TO otzyv_gateway;
  CREATE POLICY invitations_closures ON invitations AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true);
  GRANT SELECT (branch_id), UPDATE (email_sealed, revoked_at) ON invitations TO otzyv_gateway;
  GRANT UPDATE (reason_sealed) ON break_glass_events TO otzyv_gateway;
`;

/** As before, and who closed: in that name the families are erased. */
function STATUS(closedBy: string): string {
  return `CREATE OR REPLACE FUNCTION change_branch_status(p_person uuid, p_association uuid, p_request text, p_branch uuid,
      p_status text, p_note text, p_erase_after timestamptz) RETURNS text LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_before text; v_erase_after timestamptz;
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    SELECT status, erase_after INTO v_before, v_erase_after FROM branches
      WHERE id = p_branch AND association_id = p_association FOR UPDATE;
    IF NOT FOUND OR v_before = p_status OR (v_before = 'closed' AND (p_status <> 'open' OR v_erase_after <= app_now()))
    THEN RETURN v_before; END IF;
    UPDATE branches SET status = p_status, status_note = p_note, version = version + 1,
        closed_at = CASE p_status WHEN 'closed' THEN app_now() END,
        erase_after = CASE p_status WHEN 'closed' THEN p_erase_after END${closedBy}
      WHERE id = p_branch;
    PERFORM note_in_branch(p_branch, p_person, p_request,
      CASE p_status WHEN 'open' THEN 'branches.reopen' WHEN 'suspended' THEN 'branches.suspend' ELSE 'branches.close' END,
      'branch', p_branch::text, p_note, jsonb_build_object('before', v_before));
    RETURN 'changed';
  END $$;`;
}

const SWEEP = `
  -- Database time decides. Each step marks its closure and asks the branch's own job, together.
  CREATE FUNCTION announce_branch_closures() RETURNS int LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_count int := 0; v_found int;
  BEGIN
    WITH begun AS (
      INSERT INTO branch_closures (branch_id, id, closed_at)
        SELECT b.id, gen_random_uuid(), b.closed_at FROM branches b
          WHERE b.status = 'closed' AND b.closed_at IS NOT NULL AND b.erase_after IS NOT NULL
        ON CONFLICT (branch_id, closed_at) DO NOTHING RETURNING branch_id, id
    )
    INSERT INTO outbox (branch_id, id, job, payload, not_before)
      SELECT branch_id, gen_random_uuid(), 'erasure.export-branch', jsonb_build_object('closureId', id), app_now()
      FROM begun;
    GET DIAGNOSTICS v_found = ROW_COUNT; v_count := v_count + v_found;

    WITH cancelled AS (
      UPDATE branch_closures c SET state = 'cancelled' FROM branches b
        WHERE b.id = c.branch_id AND c.state IN ('exporting', 'exported')
          AND (b.status <> 'closed' OR b.closed_at <> c.closed_at)
        RETURNING c.branch_id, c.id
    )
    INSERT INTO outbox (branch_id, id, job, payload, not_before)
      SELECT branch_id, gen_random_uuid(), 'erasure.cancel-closure', jsonb_build_object('closureId', id), app_now()
      FROM cancelled;
    GET DIAGNOSTICS v_found = ROW_COUNT; v_count := v_count + v_found;

    -- Warnings that were missed collapse into the nearest one.
    WITH due AS (
      SELECT c.branch_id, c.id, b.association_id, CASE
          WHEN b.erase_after <= app_now() + interval '1 day' THEN 1
          WHEN b.erase_after <= app_now() + interval '7 days' THEN 7
          WHEN b.erase_after <= app_now() + interval '30 days' THEN 30 END AS days
        FROM branch_closures c JOIN branches b ON b.id = c.branch_id
        WHERE c.state IN ('exporting', 'exported') AND b.erase_after > app_now()
    ), warned AS (
      UPDATE branch_closures c SET last_warning = due.days FROM due
        WHERE c.branch_id = due.branch_id AND c.id = due.id AND due.days < coalesce(c.last_warning, 1000)
        RETURNING c.branch_id, c.id, due.association_id, due.days
    )
    INSERT INTO outbox (branch_id, id, job, payload, not_before)
      SELECT w.branch_id, gen_random_uuid(), 'erasure.warn-of-erasure',
          jsonb_build_object('closureId', w.id, 'personId', d.person_id, 'days', w.days), app_now()
      FROM warned w JOIN association_admins d ON d.association_id = w.association_id AND d.revoked_at IS NULL;
    GET DIAGNOSTICS v_found = ROW_COUNT; v_count := v_count + v_found;

    -- Nothing is erased that was not exported before.
    WITH due AS (
      UPDATE branch_closures c SET state = 'erasing' FROM branches b
        WHERE b.id = c.branch_id AND c.state = 'exported' AND b.status = 'closed' AND b.erase_after <= app_now()
        RETURNING c.branch_id, c.id
    )
    INSERT INTO outbox (branch_id, id, job, payload, not_before)
      SELECT branch_id, gen_random_uuid(), 'erasure.erase-branch', jsonb_build_object('closureId', id), app_now()
      FROM due;
    GET DIAGNOSTICS v_found = ROW_COUNT;
    RETURN v_count + v_found;
  END $$;
`;

const ENTERING = `
  -- Whoever administers the association, while the branch waits for its erasure: for taking the export and nothing else.
  -- The reach shows no family; the policy of files lets the parts of an export through.
  CREATE FUNCTION enter_closed_branch(p_branch uuid, p_person uuid) RETURNS void LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    PERFORM 1 FROM branches b JOIN association_admins d ON d.association_id = b.association_id
      WHERE b.id = p_branch AND d.person_id = p_person AND d.revoked_at IS NULL AND b.status = 'closed'
        AND b.erase_after > app_now();
    IF NOT FOUND THEN RAISE EXCEPTION 'no such closed branch' USING ERRCODE = 'OT404'; END IF;
    PERFORM set_config('otzyv.branch_id', p_branch::text, true), set_config('otzyv.person_id', p_person::text, true),
      set_config('otzyv.reach', 'none', true);
  END $$;
  CREATE FUNCTION takes_branch_export() RETURNS boolean LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT EXISTS (SELECT FROM branches b JOIN association_admins d ON d.association_id = b.association_id
      WHERE b.id = current_branch() AND d.person_id = current_person() AND d.revoked_at IS NULL AND b.status = 'closed');
  $$;
`;

const LOOKING = `
  -- Counts, never a family. The last three say what an erasure would take and what would stay.
  CREATE FUNCTION branch_closure(p_person uuid, p_association uuid, p_branch uuid)
    RETURNS TABLE (id uuid, state text, closed_at timestamptz, erase_after timestamptz, families int, families_done int,
      exported_at timestamptz, erased_at timestamptz, parts int, to_erase int, held int, erased int)
    LANGUAGE plpgsql STABLE ${DEFINER} AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    RETURN QUERY SELECT c.id, c.state, c.closed_at, b.erase_after, c.families, c.families_done, c.exported_at, c.erased_at,
        (SELECT count(*)::int FROM branch_export_parts p WHERE p.branch_id = c.branch_id AND p.closure_id = c.id),
        count(f.id) FILTER (WHERE f.erased_at IS NULL AND h.id IS NULL)::int,
        count(f.id) FILTER (WHERE f.erased_at IS NULL AND h.id IS NOT NULL)::int,
        count(f.id) FILTER (WHERE f.erased_at IS NOT NULL)::int
      FROM branch_closures c JOIN branches b ON b.id = c.branch_id
        LEFT JOIN families f ON f.branch_id = b.id
        LEFT JOIN legal_holds h ON h.branch_id = f.branch_id AND h.family_id = f.id AND h.lifted_at IS NULL
      WHERE b.id = p_branch AND b.association_id = p_association
      GROUP BY c.branch_id, c.id, b.id ORDER BY c.closed_at DESC LIMIT 1;
  END $$;

  CREATE FUNCTION branch_closure_parts(p_person uuid, p_association uuid, p_branch uuid, p_after int, p_limit int)
    RETURNS TABLE (id uuid, number int, kind text, file_id uuid, size float8, sha256 text)
    LANGUAGE plpgsql STABLE ${DEFINER} AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    RETURN QUERY SELECT p.id, p.number, p.kind, p.file_id, f.size::float8, encode(f.sha256, 'hex')
      FROM branches b JOIN branch_closures c ON c.branch_id = b.id AND c.closed_at = b.closed_at
        JOIN branch_export_parts p ON p.branch_id = c.branch_id AND p.closure_id = c.id AND p.number > p_after
        JOIN files f ON f.branch_id = p.branch_id AND f.id = p.file_id AND f.erased_at IS NULL
      WHERE b.id = p_branch AND b.association_id = p_association ORDER BY p.number LIMIT p_limit;
  END $$;

  -- Nobody can enter a closed branch any more to do it one by one. Null: no such closed branch.
  CREATE FUNCTION lift_holds_of_closed_branch(p_person uuid, p_association uuid, p_request text, p_branch uuid,
      p_reason text) RETURNS int LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_count int;
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    PERFORM 1 FROM branches WHERE id = p_branch AND association_id = p_association AND status = 'closed';
    IF NOT FOUND THEN RETURN NULL; END IF;
    UPDATE legal_holds SET lifted_at = app_now(), lifted_by = p_person WHERE branch_id = p_branch AND lifted_at IS NULL;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    PERFORM note_in_branch(p_branch, p_person, p_request, 'branches.lift-holds', 'branch', p_branch::text, p_reason,
      jsonb_build_object('holds', v_count));
    RETURN v_count;
  END $$;
`;

const EMPTYING = `
  -- What a branch holds of people outside of its families. Rows stay where the log refers to them.
  CREATE FUNCTION empty_erased_branch() RETURNS void LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    IF current_reach() <> 'job' THEN RAISE EXCEPTION 'jobs only' USING ERRCODE = 'OT403'; END IF;
    DELETE FROM responsible_people WHERE branch_id = current_branch();
    DELETE FROM idempotency_keys WHERE branch_id = current_branch();
    UPDATE api_keys SET name_sealed = '', revoked_at = coalesce(revoked_at, app_now()) WHERE branch_id = current_branch();
    UPDATE invitations SET email_sealed = '', revoked_at = coalesce(revoked_at, app_now())
      WHERE branch_id = current_branch();
    UPDATE break_glass_events SET reason_sealed = '' WHERE branch_id = current_branch();
  END $$;
`;

const FILE_RULE = `(CASE (SELECT current_reach())
    WHEN 'job' THEN true
    WHEN 'branch' THEN family_id IS NULL OR family_id NOT IN (SELECT family_id FROM sealed_families)
      OR family_id IN (SELECT family_id FROM my_assigned_families)
    WHEN 'assigned' THEN family_id IN (SELECT family_id FROM my_assigned_families)
    ELSE false END)
  OR (family_id IS NULL AND purpose = 'processing-order' AND (SELECT i_may('branches.manage')))`;

function filePolicy(rule: string): string {
  return `ALTER POLICY files_family ON files USING (${rule}) WITH CHECK (${rule});`;
}
