import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

/** Two records of one family become one, and two again where it was a mistake; docs/decisions says why nothing is copied. */
export class FamilyMerges1700000000025 implements MigrationInterface {
  name = 'FamilyMerges1700000000025';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [
      TABLES,
      deferrable('DEFERRABLE'),
      GATEWAY,
      FROZEN,
      REFUSING,
      MERGING,
      UNDOING,
      HOLDS,
      numbers(HELD_TOGETHER),
    ]) {
      await runner.query(part);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION undo_family_merge(uuid, uuid[]), merge_families(uuid, uuid, uuid, int, int, int), merge_blocker(uuid, uuid);
      ${numbers(HELD_ALONE)}
      DROP FUNCTION holds_of_family(uuid, uuid);
      ${MOVED.map(
        ({ table }) => `DROP TRIGGER ${table}_merged ON ${table}; DROP POLICY ${table}_gateway_merge ON ${table};
        REVOKE UPDATE (family_id) ON ${table} FROM otzyv_gateway;`,
      ).join('\n')}
      DROP TRIGGER families_merged ON families;
      DROP TRIGGER files_moved_content ON files;
      DROP FUNCTION refuse_merged_family(), refuse_moved_content();
      REVOKE UPDATE (stored_as, content_generation) ON files FROM otzyv_app;
      DROP POLICY key_rotations_gateway ON key_rotations;
      REVOKE ALL (branch_id, finished_at) ON key_rotations FROM otzyv_gateway;
      DROP TABLE family_merge_rows, family_merges, vault_key_heirs;
      ALTER TABLE families DROP CONSTRAINT families_status_check, DROP CONSTRAINT families_merged_into, DROP COLUMN merged_into,
        ADD CONSTRAINT families_status_check CHECK (status IN ('open', 'closed', 'handed_over'));
      DELETE FROM guarded_permissions WHERE permission = 'families.merge';
      ${deferrable('NOT DEFERRABLE')}
    `);
  }
}

interface Moved {
  readonly table: string;
  /** Goes where its parent goes; a root is remembered row by row. */
  readonly parent?: readonly [column: string, tables: readonly string[]];
}

const MOVED: readonly Moved[] = [
  { table: 'guardians' },
  { table: 'children' },
  { table: 'requests' },
  { table: 'family_notes' },
  { table: 'letters' },
  { table: 'files' },
  { table: 'guardian_contacts', parent: ['guardian_id', ['guardians']] },
  { table: 'mandates', parent: ['guardian_id', ['guardians']] },
  { table: 'processing_consents', parent: ['guardian_id', ['guardians']] },
  { table: 'hand_overs', parent: ['consent_guardian_id', ['guardians']] },
  { table: 'enrolments', parent: ['child_id', ['children']] },
  { table: 'consents', parent: ['child_id', ['children']] },
  { table: 'family_note_versions', parent: ['note_id', ['family_notes']] },
  { table: 'request_children', parent: ['request_id', ['requests']] },
  { table: 'demands', parent: ['request_id', ['requests']] },
  { table: 'escalations', parent: ['request_id', ['requests']] },
  { table: 'threads', parent: ['subject_id', ['requests', 'escalations']] },
  { table: 'deadlines', parent: ['subject_id', ['requests', 'escalations']] },
  { table: 'messages', parent: ['thread_id', ['threads']] },
  { table: 'message_attachments', parent: ['message_id', ['messages']] },
  { table: 'delivery_attempts', parent: ['message_id', ['messages']] },
];
const ROOTS = MOVED.filter(({ parent }) => parent === undefined).map(({ table }) => table);
const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

function narrow(signature: string): string {
  return `
    ALTER FUNCTION ${signature} OWNER TO otzyv_gateway;
    REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${signature} TO otzyv_app;
  `;
}

const TABLES = `
  INSERT INTO guarded_permissions VALUES
    ('branch_admin', 'families.merge'), ('lawyer', 'families.merge'), ('coordinator', 'families.merge');
  ALTER TABLE families ADD COLUMN merged_into uuid,
    ADD CONSTRAINT families_merged_into FOREIGN KEY (branch_id, merged_into) REFERENCES families (branch_id, id),
    DROP CONSTRAINT families_status_check,
    ADD CONSTRAINT families_status_check CHECK (status IN ('open', 'closed', 'handed_over', 'merged')
      AND (status = 'merged') = (merged_into IS NOT NULL));
  CREATE INDEX families_merged ON families (branch_id, merged_into) WHERE merged_into IS NOT NULL;

  -- family_id: the one that goes on; merged_id: the one whose parts it took.
  CREATE TABLE family_merges (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    merged_id uuid NOT NULL,
    former_status text NOT NULL,
    merged_by uuid NOT NULL,
    merged_at timestamptz NOT NULL DEFAULT app_now(),
    undo_until timestamptz NOT NULL,
    undone_by uuid,
    undone_at timestamptz,
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
    FOREIGN KEY (branch_id, merged_id) REFERENCES families (branch_id, id),
    CHECK (family_id <> merged_id),
    CHECK ((undone_by IS NULL) = (undone_at IS NULL))
  );
  CREATE UNIQUE INDEX family_merges_live ON family_merges (branch_id, merged_id) WHERE undone_at IS NULL;
  CREATE INDEX family_merges_family ON family_merges (branch_id, family_id);
  ${underBranch('family_merges', 'SELECT')}
  ${underFamily('family_merges')}
  CREATE POLICY family_merges_gateway ON family_merges AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);
  GRANT SELECT, INSERT, UPDATE ON family_merges TO otzyv_gateway;

  -- What came from the merged family, so that exactly this goes back.
  CREATE TABLE family_merge_rows (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    merge_id uuid NOT NULL,
    table_name text NOT NULL,
    row_id uuid NOT NULL,
    PRIMARY KEY (branch_id, merge_id, table_name, row_id),
    FOREIGN KEY (branch_id, merge_id) REFERENCES family_merges (branch_id, id)
  );
  ${underBranch('family_merge_rows', 'SELECT')}
  CREATE POLICY family_merge_rows_gateway ON family_merge_rows AS PERMISSIVE FOR ALL TO otzyv_gateway
    USING (true) WITH CHECK (true);
  GRANT SELECT, INSERT ON family_merge_rows TO otzyv_gateway;

  -- While boxes of one family still lie under the key of another: for the minutes until a job has sealed them again.
  CREATE TABLE vault_key_heirs (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    family_id uuid NOT NULL,
    other_family_id uuid NOT NULL,
    -- Still heeded for a minute: who read a row before it was sealed again may only now ask for the keys.
    ended_at timestamptz,
    PRIMARY KEY (branch_id, family_id, other_family_id)
  );
  ${underBranch('vault_key_heirs', 'SELECT, UPDATE (ended_at)')}
  ${underFamily('vault_key_heirs')}
  CREATE POLICY vault_key_heirs_jobs ON vault_key_heirs AS RESTRICTIVE FOR UPDATE TO otzyv_app
    USING ((SELECT current_reach()) = 'job');
  CREATE POLICY vault_key_heirs_gateway ON vault_key_heirs AS PERMISSIVE FOR ALL TO otzyv_gateway
    USING (true) WITH CHECK (true);
  GRANT SELECT, INSERT, UPDATE ON vault_key_heirs TO otzyv_gateway;
`;

/** Foreign keys that hold a part to a family's part: during a merge they are looked at when all of it has moved. */
function deferrable(how: 'DEFERRABLE' | 'NOT DEFERRABLE'): string {
  return `
    DO $$ DECLARE v record; BEGIN
      FOR v IN SELECT c.conname, c.conrelid::regclass AS part FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) AND a.attname = 'family_id'
        WHERE c.contype = 'f' AND c.confrelid <> 'families'::regclass AND c.connamespace = 'public'::regnamespace
          AND c.conrelid = ANY (ARRAY[${MOVED.map(({ table }) => `'${table}'`).join(', ')}]::regclass[])
      LOOP EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I ${how}', v.part, v.conname); END LOOP;
    END $$;
  `;
}

const KEYED = ['request_children', 'message_attachments'];
const GATEWAY = `
  ${MOVED.map(({ table, parent }) => {
    const columns = [
      'branch_id',
      'family_id',
      ...(KEYED.includes(table) ? [] : ['id']),
      ...(parent ? [parent[0]] : []),
    ];
    return `
      CREATE POLICY ${table}_gateway_merge ON ${table} AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);
      GRANT SELECT (${columns.join(', ')}), UPDATE (family_id) ON ${table} TO otzyv_gateway;`;
  }).join('\n')}
  GRANT SELECT (created_at) ON guardians, children, requests, family_notes, files, letters TO otzyv_gateway;
  GRANT SELECT (guardian_id, letter_id) ON requests TO otzyv_gateway;
  GRANT SELECT (child_id) ON request_children TO otzyv_gateway;
  GRANT SELECT (file_id, signed_file_id) ON letters TO otzyv_gateway;
  GRANT SELECT (letter_id, raw_file_id, state) ON messages TO otzyv_gateway;
  GRANT SELECT (file_id) ON message_attachments, processing_consents, mandates, consents TO otzyv_gateway;
  GRANT SELECT (letter_id, pack_file_id) ON escalations TO otzyv_gateway;
  GRANT SELECT (withdrawn_by_request_id) ON consents TO otzyv_gateway;
  GRANT SELECT (revocation_file_id) ON mandates TO otzyv_gateway;
  GRANT SELECT (withdrawal_file_id) ON processing_consents TO otzyv_gateway;
  CREATE POLICY erasures_gateway_merge ON erasures AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  GRANT SELECT (branch_id, family_id) ON erasures TO otzyv_gateway;
  GRANT SELECT (merged_into), UPDATE (merged_into) ON families TO otzyv_gateway;
  CREATE POLICY key_rotations_gateway ON key_rotations AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  GRANT SELECT (branch_id, finished_at) ON key_rotations TO otzyv_gateway;
`;

const FROZEN = `
  -- Whose letter it is may be put right by a merge; nothing else of a frozen letter ever changes.
  CREATE OR REPLACE FUNCTION refuse_frozen_letter() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND current_user = 'otzyv_gateway'
        AND to_jsonb(NEW) - 'family_id' = to_jsonb(OLD) - 'family_id' THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a frozen letter cannot be changed' USING ERRCODE = 'OT409';
    END $$;
  -- The content may be sealed again by a job of the branch; what it is stands in sha256, which nobody can write.
  GRANT UPDATE (stored_as, content_generation) ON files TO otzyv_app;
  CREATE FUNCTION refuse_moved_content() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
      IF current_user = 'otzyv_app' AND current_reach() <> 'job' THEN
        RAISE EXCEPTION 'the content of a file is not changed by people' USING ERRCODE = 'OT403';
      END IF;
      RETURN NEW;
    END $$;
  CREATE TRIGGER files_moved_content BEFORE UPDATE OF stored_as, content_generation ON files
    FOR EACH ROW EXECUTE FUNCTION refuse_moved_content();
`;

const REFUSING = `
  -- Nothing is added to a family that was merged, not even by who began before the merge: the lock waits for it.
  CREATE FUNCTION refuse_merged_family() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE v_status text;
  BEGIN
    IF current_user = 'otzyv_app' AND NEW.family_id IS NOT NULL THEN
      SELECT status INTO v_status FROM families WHERE branch_id = NEW.branch_id AND id = NEW.family_id FOR KEY SHARE;
      IF v_status = 'merged' THEN
        RAISE EXCEPTION 'the family was merged' USING ERRCODE = '23503', CONSTRAINT = 'family_merged';
      END IF;
    END IF;
    RETURN NEW;
  END $$;
  ${MOVED.map(({ table }) => `CREATE TRIGGER ${table}_merged BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_merged_family();`).join('\n')}
  CREATE TRIGGER families_merged BEFORE UPDATE ON families FOR EACH ROW
    WHEN (OLD.status = 'merged') EXECUTE FUNCTION refuse_handed_over_family();
`;

const MERGING = `
  -- What stands in the way of merging two families of the entered branch; null: nothing.
  CREATE FUNCTION merge_blocker(p_family uuid, p_merged uuid) RETURNS text LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT CASE
      WHEN (SELECT count(*) FROM families WHERE branch_id = current_branch() AND id IN (p_family, p_merged)
        AND status IN ('open', 'closed') AND erased_at IS NULL) <> 2 THEN 'not-open'
      WHEN (SELECT count(*) FROM sealed_families WHERE branch_id = current_branch()
        AND family_id IN (p_family, p_merged)) = 1 THEN 'seal-differs'
      WHEN EXISTS (SELECT FROM hand_overs WHERE branch_id = current_branch() AND family_id IN (p_family, p_merged)
        AND status IN ('offered', 'accepted')) THEN 'hand-over'
      WHEN EXISTS (SELECT FROM erasures WHERE branch_id = current_branch() AND family_id IN (p_family, p_merged))
        THEN 'erasure'
      WHEN EXISTS (SELECT FROM messages WHERE branch_id = current_branch() AND family_id IN (p_family, p_merged)
        AND state IN ('queued', 'sending', 'unknown')) THEN 'message-on-its-way'
      WHEN EXISTS (SELECT FROM vault_key_heirs WHERE branch_id = current_branch() AND ended_at IS NULL
          AND (family_id IN (p_family, p_merged) OR other_family_id IN (p_family, p_merged)))
        OR EXISTS (SELECT FROM key_rotations WHERE branch_id = current_branch() AND finished_at IS NULL) THEN 'settling'
      END;
  $$;
  ${narrow('merge_blocker(uuid, uuid)')}

  -- 'merged', or why not. One transaction, under the locks of both families: who comes second finds another version.
  CREATE FUNCTION merge_families(p_merge uuid, p_family uuid, p_merged uuid, p_version int, p_merged_version int,
      p_undo_days int) RETURNS text LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_branch uuid := current_branch(); v_blocker text; v_former text;
  BEGIN
    IF NOT i_may('families.merge') OR current_reach() <> 'branch' THEN
      RAISE EXCEPTION 'the role may not merge' USING ERRCODE = 'OT403';
    END IF;
    IF p_family = p_merged THEN RETURN 'same'; END IF;
    PERFORM FROM families WHERE branch_id = v_branch AND id IN (p_family, p_merged) ORDER BY id FOR UPDATE;
    IF NOT (sees_family(p_family) AND sees_family(p_merged)) OR (SELECT count(*) FROM families
        WHERE branch_id = v_branch AND id IN (p_family, p_merged)) <> 2 THEN RETURN 'absent'; END IF;
    v_blocker := merge_blocker(p_family, p_merged);
    IF v_blocker IS NOT NULL THEN RETURN v_blocker; END IF;
    IF NOT EXISTS (SELECT FROM families WHERE branch_id = v_branch AND id = p_family AND version = p_version)
      OR NOT EXISTS (SELECT FROM families WHERE branch_id = v_branch AND id = p_merged AND version = p_merged_version) THEN
      RETURN 'version';
    END IF;
    SELECT status INTO v_former FROM families WHERE branch_id = v_branch AND id = p_merged;
    INSERT INTO family_merges (branch_id, id, family_id, merged_id, former_status, merged_by, undo_until)
      VALUES (v_branch, p_merge, p_family, p_merged, v_former, current_person(), app_now() + make_interval(days => p_undo_days));
    SET CONSTRAINTS ALL DEFERRED;
    ${ROOTS.map(
      (table) => `INSERT INTO family_merge_rows (branch_id, merge_id, table_name, row_id)
        SELECT v_branch, p_merge, '${table}', id FROM ${table} WHERE branch_id = v_branch AND family_id = p_merged;`,
    ).join('\n')}
    ${MOVED.map(({ table }) => `UPDATE ${table} SET family_id = p_family WHERE branch_id = v_branch AND family_id = p_merged;`).join('\n')}
    -- Who the merged one was assigned to sees the whole; their own assignment stays, so that the pointer is seen too.
    WITH copies AS (
      INSERT INTO family_assignments (branch_id, id, family_id, person_id, reason_sealed, assigned_by, ends_at, kind)
        SELECT v_branch, gen_random_uuid(), p_family, a.person_id, '', current_person(), a.ends_at, 'given'
        FROM family_assignments a WHERE a.branch_id = v_branch AND a.family_id = p_merged AND a.kind = 'given'
          AND a.ended_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > app_now())
        ON CONFLICT DO NOTHING RETURNING id
    )
    INSERT INTO family_merge_rows (branch_id, merge_id, table_name, row_id)
      SELECT v_branch, p_merge, 'family_assignments', id FROM copies;
    UPDATE families SET status = 'merged', merged_into = p_family, version = version + 1
      WHERE branch_id = v_branch AND id = p_merged;
    UPDATE families SET version = version + 1 WHERE branch_id = v_branch AND id = p_family;
    INSERT INTO vault_key_heirs (branch_id, family_id, other_family_id) VALUES (v_branch, p_family, p_merged)
      ON CONFLICT (branch_id, family_id, other_family_id) DO UPDATE SET ended_at = NULL;
    SET CONSTRAINTS ALL IMMEDIATE;
    RETURN 'merged';
  END $$;
  ${narrow('merge_families(uuid, uuid, uuid, int, int, int)')}
`;

/** In the order of the parents; a row follows its parent into the family that it came from, later rows too. */
const FOLLOWING = MOVED.filter(({ parent }) => parent !== undefined)
  .map(({ table, parent = ['', []] }) => {
    const [column, tables] = parent;
    const parents = tables.map(
      (name) => `SELECT id FROM ${name} WHERE branch_id = v_branch AND family_id = v.merged_id`,
    );
    return `UPDATE ${table} SET family_id = v.merged_id WHERE branch_id = v_branch AND family_id = v.family_id
      AND ${column} IN (${parents.join(' UNION ALL ')});`;
  })
  .join('\n');

const mine = (table: string, column: string) =>
  `SELECT ${column} FROM ${table} WHERE branch_id = v_branch AND family_id = v.merged_id AND ${column} IS NOT NULL`;

const UNDOING = `
  -- 'undone', or why not: what came from the merged family goes back with all that hangs from it, edited or not; of what
  -- was added later goes along what p_take names and what the parts that go refer to.
  CREATE FUNCTION undo_family_merge(p_merge uuid, p_take uuid[]) RETURNS text LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_branch uuid := current_branch(); v family_merges; v_blocker text;
  BEGIN
    IF NOT i_may('families.merge') OR current_reach() <> 'branch' THEN
      RAISE EXCEPTION 'the role may not merge' USING ERRCODE = 'OT403';
    END IF;
    SELECT * INTO v FROM family_merges WHERE branch_id = v_branch AND id = p_merge;
    IF NOT FOUND OR NOT (sees_family(v.family_id) AND sees_family(v.merged_id)) THEN RETURN 'absent'; END IF;
    PERFORM FROM families WHERE branch_id = v_branch AND id IN (v.family_id, v.merged_id) ORDER BY id FOR UPDATE;
    SELECT * INTO v FROM family_merges WHERE branch_id = v_branch AND id = p_merge FOR UPDATE;
    IF v.undone_at IS NOT NULL THEN RETURN 'undone-already'; END IF;
    IF v.undo_until <= app_now() THEN RETURN 'too-late'; END IF;
    UPDATE families SET status = v.former_status, merged_into = NULL, version = version + 1
      WHERE branch_id = v_branch AND id = v.merged_id AND status = 'merged';
    v_blocker := merge_blocker(v.family_id, v.merged_id);
    IF v_blocker IS NOT NULL AND v_blocker <> 'seal-differs' THEN RETURN v_blocker; END IF;
    SET CONSTRAINTS ALL DEFERRED;
    ${ROOTS.map(
      (table) => `UPDATE ${table} t SET family_id = v.merged_id
        WHERE t.branch_id = v_branch AND t.family_id = v.family_id AND (t.id IN (SELECT row_id FROM family_merge_rows
          WHERE branch_id = v_branch AND merge_id = p_merge AND table_name = '${table}')
          ${['letters', 'files'].includes(table) ? '' : 'OR (t.id = ANY (p_take) AND t.created_at > v.merged_at)'});`,
    ).join('\n')}
    ${FOLLOWING}
    UPDATE letters SET family_id = v.merged_id WHERE branch_id = v_branch AND family_id = v.family_id
      AND created_at > v.merged_at AND id IN (${['requests', 'messages', 'escalations'].map((table) => mine(table, 'letter_id')).join(' UNION ')});
    UPDATE files SET family_id = v.merged_id WHERE branch_id = v_branch AND family_id = v.family_id
      AND created_at > v.merged_at AND (id = ANY (p_take) OR id IN (${[
        mine('letters', 'file_id'),
        mine('letters', 'signed_file_id'),
        mine('messages', 'raw_file_id'),
        mine('message_attachments', 'file_id'),
        mine('escalations', 'pack_file_id'),
        mine('consents', 'file_id'),
        mine('mandates', 'file_id'),
        mine('mandates', 'revocation_file_id'),
        mine('processing_consents', 'file_id'),
        mine('processing_consents', 'withdrawal_file_id'),
      ].join(' UNION ')}));
    -- A request, its applicant and its children stay in one family.
    IF EXISTS (SELECT FROM requests r JOIN guardians g ON g.branch_id = r.branch_id AND g.id = r.guardian_id
        WHERE r.branch_id = v_branch AND r.family_id IN (v.family_id, v.merged_id) AND g.family_id <> r.family_id)
      OR EXISTS (SELECT FROM request_children r JOIN children c ON c.branch_id = r.branch_id AND c.id = r.child_id
        WHERE r.branch_id = v_branch AND r.family_id IN (v.family_id, v.merged_id) AND c.family_id <> r.family_id)
      OR EXISTS (SELECT FROM consents c JOIN requests r ON r.branch_id = c.branch_id AND r.id = c.withdrawn_by_request_id
        WHERE c.branch_id = v_branch AND c.family_id IN (v.family_id, v.merged_id) AND c.family_id <> r.family_id)
      OR NOT EXISTS (SELECT FROM guardians WHERE branch_id = v_branch AND family_id = v.family_id) THEN
      RETURN 'mixed';
    END IF;
    UPDATE family_assignments SET ended_at = app_now() WHERE branch_id = v_branch AND ended_at IS NULL
      AND id IN (SELECT row_id FROM family_merge_rows
        WHERE branch_id = v_branch AND merge_id = p_merge AND table_name = 'family_assignments');
    UPDATE families SET version = version + 1 WHERE branch_id = v_branch AND id = v.family_id;
    UPDATE family_merges SET undone_by = current_person(), undone_at = app_now() WHERE branch_id = v_branch AND id = p_merge;
    INSERT INTO vault_key_heirs (branch_id, family_id, other_family_id) VALUES (v_branch, v.merged_id, v.family_id)
      ON CONFLICT (branch_id, family_id, other_family_id) DO UPDATE SET ended_at = NULL;
    SET CONSTRAINTS ALL IMMEDIATE;
    RETURN 'undone';
  END $$;
  ${narrow('undo_family_merge(uuid, uuid[])')}
`;

const HOLDS = `
  -- A hold protects all that came together with the family that it was placed on.
  CREATE FUNCTION holds_of_family(p_branch uuid, p_family uuid) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE one (id) AS (
      SELECT p_family UNION SELECT f.id FROM families f JOIN one ON f.merged_into = one.id WHERE f.branch_id = p_branch
    )
    SELECT EXISTS (SELECT FROM legal_holds h JOIN one ON one.id = h.family_id
      WHERE h.branch_id = p_branch AND h.lifted_at IS NULL) $$;
  GRANT EXECUTE ON FUNCTION holds_of_family(uuid, uuid) TO otzyv_app, otzyv_gateway;
`;

const HELD_ALONE = `EXISTS (SELECT FROM legal_holds h WHERE h.branch_id = p_branch AND h.family_id = p_family
          AND h.lifted_at IS NULL)`;
const HELD_TOGETHER = 'holds_of_family(p_branch, p_family)';

/** As it was, but for who is held. */
function numbers(held: string): string {
  return `
    CREATE OR REPLACE FUNCTION document_numbers_until(p_branch uuid, p_family uuid, p_since timestamptz, p_letter_days int,
        p_idle_days int) RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
      SELECT CASE
        WHEN ${held}
          OR EXISTS (SELECT FROM requests r WHERE r.branch_id = p_branch AND r.family_id = p_family
            AND r.stage IN ('draft', 'ready'))
          OR EXISTS (SELECT FROM escalations e WHERE e.branch_id = p_branch AND e.family_id = p_family
            AND e.stage IN ('opened', 'drafted', 'approved')) THEN NULL
        ELSE greatest(p_since + make_interval(days => p_letter_days), coalesce(
          (SELECT max(l.frozen_at) + make_interval(days => p_letter_days) FROM letters l
            WHERE l.branch_id = p_branch AND l.family_id = p_family),
          p_since + make_interval(days => p_idle_days))) END $$;
  `;
}
