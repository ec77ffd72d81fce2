import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/** Who may seal and assign is asked by the database itself; breaking the glass, and how it marks the log. */
export class FamilyAccess1700000000016 implements MigrationInterface {
  name = 'FamilyAccess1700000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(GUARDED);
    await runner.query(SEEING);
    await runner.query(EVENTS);
    await runner.query(BREAKING);
    await runner.query(MARKING);
    await runner.query(LEAVING);
    await runner.query(POLICIES);
    await runner.query(RESPONSIBLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE responsible_people;
      ALTER TABLE branches ADD COLUMN responsible_sealed bytea;
      GRANT UPDATE (responsible_sealed) ON branches TO otzyv_app;
      DROP TRIGGER memberships_end_assignments ON memberships;
      DROP FUNCTION end_assignments_of_member();
      DROP FUNCTION audit_append(jsonb);
      ALTER FUNCTION audit_append_unmarked(jsonb) RENAME TO audit_append;
      GRANT EXECUTE ON FUNCTION audit_append(jsonb) TO otzyv_app;
      DROP FUNCTION break_glass(uuid, uuid, uuid, bytea, bytea, int);
      DROP TABLE break_glass_events;
      DROP POLICY sealed_families_seal ON sealed_families;
      DROP POLICY sealed_families_unseal ON sealed_families;
      DROP POLICY sealed_families_reseal ON sealed_families;
      DROP POLICY sealed_families_gateway ON sealed_families;
      DROP POLICY family_assignments_give ON family_assignments;
      DROP POLICY family_assignments_end ON family_assignments;
      DROP POLICY family_assignments_gateway ON family_assignments;
      DROP FUNCTION sees_family(uuid);
      ALTER TABLE family_assignments DROP COLUMN kind;
      REVOKE ALL ON family_assignments, sealed_families FROM otzyv_gateway;
      GRANT INSERT, UPDATE ON family_assignments TO otzyv_app;
      DELETE FROM guarded_permissions WHERE permission LIKE 'families.%' OR permission LIKE 'break-glass.%';
    `);
  }
}

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

/** Owned by the gateway, callable by the API's role only. */
function narrow(signature: string): string {
  return `
    ALTER FUNCTION ${signature} OWNER TO otzyv_gateway;
    REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${signature} TO otzyv_app;
  `;
}

const GUARDED = `
  INSERT INTO guarded_permissions VALUES
    ('branch_admin', 'families.assign'), ('lawyer', 'families.assign'), ('coordinator', 'families.assign'),
    ('branch_admin', 'families.seal'), ('lawyer', 'families.seal'),
    ('branch_admin', 'break-glass.use'), ('lawyer', 'break-glass.use'), ('coordinator', 'break-glass.use'),
    ('branch_admin', 'break-glass.review');
`;

const SEEING = `
  ALTER TABLE family_assignments ADD COLUMN kind text NOT NULL DEFAULT 'given' CHECK (kind IN ('given', 'break_glass'));
  CREATE POLICY family_assignments_gateway ON family_assignments AS PERMISSIVE FOR ALL TO otzyv_gateway
    USING (true) WITH CHECK (true);
  CREATE POLICY sealed_families_gateway ON sealed_families AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  GRANT SELECT, INSERT, UPDATE ON family_assignments TO otzyv_gateway;
  GRANT SELECT (branch_id, family_id) ON sealed_families TO otzyv_gateway;
  -- The rule of the family policies as a question, for policies of the very tables that the rule reads.
  CREATE FUNCTION sees_family(p_family uuid) RETURNS boolean LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT CASE current_reach()
      WHEN 'job' THEN true
      WHEN 'branch' THEN NOT EXISTS (SELECT FROM sealed_families s
          WHERE s.branch_id = current_branch() AND s.family_id = p_family) OR mine.assigned
      WHEN 'assigned' THEN mine.assigned
      ELSE false END
    FROM (SELECT EXISTS (SELECT FROM family_assignments a
      WHERE a.branch_id = current_branch() AND a.family_id = p_family AND a.person_id = current_person()
        AND a.ended_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > app_now())) AS assigned) mine;
  $$;
  ${narrow('sees_family(uuid)')}
`;

const EVENTS = `
  CREATE TABLE break_glass_events (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES people (id),
    assignment_id uuid NOT NULL,
    -- Under the key of the branch: whoever reviews it need not see the family.
    reason_sealed bytea NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT app_now(),
    ends_at timestamptz NOT NULL,
    reviewed_at timestamptz,
    reviewed_by uuid,
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
    FOREIGN KEY (branch_id, assignment_id) REFERENCES family_assignments (branch_id, id),
    CHECK (ends_at > opened_at AND ends_at <= opened_at + interval '240 minutes'),
    CHECK ((reviewed_at IS NULL) = (reviewed_by IS NULL))
  );
  CREATE INDEX break_glass_events_opened ON break_glass_events (branch_id, opened_at, id);
  CREATE INDEX break_glass_events_live ON break_glass_events (branch_id, person_id, family_id, ends_at);
  ${underBranch('break_glass_events', 'SELECT, UPDATE (reviewed_at, reviewed_by, reason_sealed)')}
  CREATE POLICY break_glass_events_read ON break_glass_events AS RESTRICTIVE FOR SELECT TO otzyv_app
    USING ((SELECT current_reach()) = 'job' OR (SELECT i_may('break-glass.review'))
      OR person_id = (SELECT current_person()));
  -- Nobody reviews what they did themselves.
  CREATE POLICY break_glass_events_review ON break_glass_events AS RESTRICTIVE FOR UPDATE TO otzyv_app
    USING ((SELECT current_reach()) = 'job'
      OR ((SELECT i_may('break-glass.review')) AND person_id <> (SELECT current_person())));
  CREATE POLICY break_glass_events_gateway ON break_glass_events AS PERMISSIVE FOR ALL TO otzyv_gateway
    USING (true) WITH CHECK (true);
  GRANT SELECT, INSERT ON break_glass_events TO otzyv_gateway;
`;

const BREAKING = `
  -- The one way to see a family that the caller does not see: for minutes, with a reason, in the name of the caller.
  -- Resolves to 'opened', 'absent' or 'visible'.
  CREATE FUNCTION break_glass(p_event uuid, p_assignment uuid, p_family uuid, p_event_reason bytea,
      p_assignment_reason bytea, p_minutes int) RETURNS text LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_ends timestamptz := app_now() + make_interval(mins => p_minutes);
  BEGIN
    IF NOT i_may('break-glass.use') THEN
      RAISE EXCEPTION 'the role may not break the glass' USING ERRCODE = 'OT403';
    END IF;
    IF NOT EXISTS (SELECT FROM families WHERE branch_id = current_branch() AND id = p_family) THEN RETURN 'absent'; END IF;
    IF sees_family(p_family) THEN RETURN 'visible'; END IF;
    UPDATE family_assignments SET ended_at = ends_at
      WHERE branch_id = current_branch() AND family_id = p_family AND person_id = current_person()
        AND ended_at IS NULL AND ends_at <= app_now();
    INSERT INTO family_assignments (branch_id, id, family_id, person_id, reason_sealed, assigned_by, ends_at, kind)
      VALUES (current_branch(), p_assignment, p_family, current_person(), p_assignment_reason, current_person(), v_ends,
        'break_glass');
    INSERT INTO break_glass_events (branch_id, id, family_id, person_id, assignment_id, reason_sealed, ends_at)
      VALUES (current_branch(), p_event, p_family, current_person(), p_assignment, p_event_reason, v_ends);
    RETURN 'opened';
  END $$;
  ${narrow('break_glass(uuid, uuid, uuid, bytea, bytea, int)')}
`;

const MARKING = `
  -- Whatever a person does with a family while the glass is broken carries the event, whoever writes the entry.
  ALTER FUNCTION audit_append(jsonb) RENAME TO audit_append_unmarked;
  REVOKE EXECUTE ON FUNCTION audit_append_unmarked(jsonb) FROM otzyv_app;
  CREATE FUNCTION audit_append(p_entries jsonb) RETURNS void LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_person uuid := nullif(current_setting('otzyv.person_id', true), '')::uuid; v_marked jsonb := p_entries;
  BEGIN
    IF v_person IS NOT NULL AND EXISTS (SELECT FROM break_glass_events e
        WHERE e.branch_id = current_branch() AND e.person_id = v_person AND e.ends_at > app_now()) THEN
      SELECT jsonb_agg(CASE WHEN broken.id IS NULL THEN line.entry
          ELSE jsonb_set(line.entry, '{details,breakGlass}', to_jsonb(broken.id)) END ORDER BY line.position)
        INTO v_marked
        FROM jsonb_array_elements(p_entries) WITH ORDINALITY line (entry, position)
        LEFT JOIN LATERAL (SELECT e.id FROM break_glass_events e
          JOIN family_assignments a ON a.branch_id = e.branch_id AND a.id = e.assignment_id AND a.ended_at IS NULL
          WHERE e.branch_id = current_branch() AND e.person_id = v_person AND e.ends_at > app_now()
            AND e.family_id = (line.entry ->> 'family_id')::uuid
          ORDER BY e.opened_at DESC LIMIT 1) broken ON true;
    END IF;
    PERFORM audit_append_unmarked(v_marked);
  END $$;
  ${narrow('audit_append(jsonb)')}
`;

const LEAVING = `
  -- Asked at the commit: a change of role ends one membership and begins another, and keeps the assignments.
  CREATE FUNCTION end_assignments_of_member() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM memberships m
        WHERE m.branch_id = NEW.branch_id AND m.person_id = NEW.person_id AND m.revoked_at IS NULL) THEN
      UPDATE family_assignments SET ended_at = app_now()
        WHERE branch_id = NEW.branch_id AND person_id = NEW.person_id AND ended_at IS NULL;
    END IF;
    RETURN NULL;
  END $$;
  ALTER FUNCTION end_assignments_of_member() OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION end_assignments_of_member() FROM PUBLIC;
  CREATE CONSTRAINT TRIGGER memberships_end_assignments AFTER UPDATE OF revoked_at ON memberships
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL)
    EXECUTE FUNCTION end_assignments_of_member();
`;

const POLICIES = `
  CREATE POLICY sealed_families_seal ON sealed_families AS RESTRICTIVE FOR INSERT TO otzyv_app
    WITH CHECK ((SELECT i_may('families.seal')) AND sees_family(family_id));
  CREATE POLICY sealed_families_unseal ON sealed_families AS RESTRICTIVE FOR DELETE TO otzyv_app
    USING ((SELECT current_reach()) = 'job' OR ((SELECT i_may('families.seal')) AND sees_family(family_id)));

  -- Without these a branch-wide role could assign itself to a sealed family, or bring an ended assignment back to life.
  CREATE POLICY family_assignments_give ON family_assignments AS RESTRICTIVE FOR INSERT TO otzyv_app
    WITH CHECK ((SELECT current_reach()) = 'job' OR (sees_family(family_id) AND ((SELECT i_may('families.assign'))
      OR ((SELECT i_may('families.seal')) AND person_id = (SELECT current_person())))));
  CREATE POLICY family_assignments_end ON family_assignments AS RESTRICTIVE FOR UPDATE TO otzyv_app
    USING ((SELECT current_reach()) = 'job' OR ((SELECT i_may('families.assign')) AND sees_family(family_id)))
    WITH CHECK ((SELECT current_reach()) = 'job' OR ended_at IS NOT NULL);
  CREATE POLICY sealed_families_reseal ON sealed_families AS RESTRICTIVE FOR UPDATE TO otzyv_app
    USING ((SELECT current_reach()) = 'job');
  REVOKE INSERT, UPDATE ON family_assignments FROM otzyv_app;
  GRANT INSERT (branch_id, id, family_id, person_id, reason_sealed, assigned_by, ends_at), UPDATE (ended_at, reason_sealed)
    ON family_assignments TO otzyv_app;
`;

const RESPONSIBLE = `
  -- Of its own, because an exchange of keys goes through tables by branch; the row of the branch itself has none.
  CREATE TABLE responsible_people (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    person_sealed bytea NOT NULL,
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id)
  );
  ${underBranch('responsible_people')}
  ${(['INSERT', 'UPDATE', 'DELETE'] as const)
    .map((command) => {
      const clause = command === 'INSERT' ? 'WITH CHECK' : 'USING';
      return `CREATE POLICY responsible_people_${command.toLowerCase()} ON responsible_people AS RESTRICTIVE
        FOR ${command} TO otzyv_app ${clause} ((SELECT i_may('branches.manage')));`;
    })
    .join('\n')}
  ALTER TABLE branches DROP COLUMN responsible_sealed;
`;
