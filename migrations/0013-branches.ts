import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/** Who administers an association, how its branches are opened and closed, roles of its own, and what a role may write. */
export class Branches1700000000013 implements MigrationInterface {
  name = 'Branches1700000000013';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [ADMINS, ROLES, GUARDS, MEMBERSHIPS, SETTINGS, HELPERS, BRANCH_STEPS, ADMIN_STEPS, ROLE_STEPS]) {
      await runner.query(part);
    }
    await runner.query(INNER.map((signature) => owned(signature)).join('\n'));
    await runner.query(
      APP.map((signature) => `${owned(signature)} GRANT EXECUTE ON FUNCTION ${signature} TO otzyv_app;`).join('\n'),
    );
    await runner.query(POLICIES);
    await runner.query(MOVE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP POLICY memberships_grant ON memberships;
      DROP POLICY memberships_end ON memberships;
      DROP POLICY memberships_gateway_write ON memberships;
      DROP POLICY branches_change ON branches;
      DROP POLICY branches_gateway_write ON branches;
      DROP POLICY families_gateway_count ON families;
      DROP POLICY files_family ON files;
      CREATE POLICY files_family ON files AS RESTRICTIVE FOR ALL TO otzyv_app USING (${FAMILY_RULE}) WITH CHECK (${FAMILY_RULE});
      DROP TABLE processing_orders;
      DROP TRIGGER memberships_keep_admin ON memberships;
      DROP TRIGGER memberships_role_fits ON memberships;
      DROP FUNCTION keep_a_branch_admin(), membership_role_fits();
      DROP FUNCTION ${[...APP].reverse().join(', ')};
      DROP FUNCTION ${INNER.join(', ')};
      DROP POLICY roles_read ON roles;
      DROP POLICY roles_gateway ON roles;
      ALTER TABLE roles NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
      DROP FUNCTION current_association();
      DROP TABLE guarded_permissions, association_admins;
      DELETE FROM roles WHERE association_id IS NOT NULL;
      ALTER TABLE roles DROP COLUMN association_id, DROP COLUMN name, DROP COLUMN permissions, DROP COLUMN version;
      REVOKE INSERT, UPDATE, DELETE ON roles FROM otzyv_gateway;
      REVOKE INSERT ON branches FROM otzyv_gateway;
      REVOKE UPDATE (name, time_zone, postal_address, languages, letterhead, mail_sender_name, responsible_sealed,
        version) ON branches FROM otzyv_app;
      ALTER TABLE branches DROP COLUMN languages, DROP COLUMN letterhead, DROP COLUMN mail_sender_name,
        DROP COLUMN responsible_sealed, DROP COLUMN version, DROP COLUMN status_note, DROP COLUMN closed_at,
        DROP COLUMN erase_after;
      GRANT UPDATE ON memberships TO otzyv_app;
    `);
  }
}

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

/** Called by other functions only. */
const INNER = [
  'assert_association_admin(uuid, uuid)',
  'note_in_branch(uuid, uuid, text, text, text, text, text, jsonb)',
  'note_in_branches(uuid, uuid, text, text, text, text, jsonb)',
];

const APP = [
  'i_may(text)',
  'my_role()',
  'role_permissions(text)',
  'serves_association(uuid)',
  'administered_associations(uuid)',
  'association_branches(uuid, uuid)',
  'open_branch(uuid, uuid, text, uuid, jsonb)',
  'change_branch_status(uuid, uuid, text, uuid, text, text, timestamptz)',
  'association_admins_of(uuid, uuid)',
  'add_association_admin(uuid, uuid, text, uuid)',
  'remove_association_admin(uuid, uuid, text, uuid)',
  'roles_of_association(uuid, uuid)',
  'add_role(uuid, uuid, text, uuid, text, text, text[])',
  'change_role(uuid, uuid, text, uuid, text, text[])',
  'remove_role(uuid, uuid, text, uuid)',
];

function owned(signature: string): string {
  return `ALTER FUNCTION ${signature} OWNER TO otzyv_gateway; REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;`;
}

const ADMINS = `
  -- Whoever is here opens and closes branches from outside of them. Inside a branch the same person is a member in the
  -- role association_admin, which sees no family.
  CREATE TABLE association_admins (
    association_id uuid NOT NULL REFERENCES associations (id),
    person_id uuid NOT NULL REFERENCES people (id),
    granted_at timestamptz NOT NULL DEFAULT app_now(),
    revoked_at timestamptz,
    PRIMARY KEY (association_id, person_id)
  );
  CREATE INDEX association_admins_person ON association_admins (person_id) WHERE revoked_at IS NULL;
  GRANT SELECT, INSERT, UPDATE ON association_admins TO otzyv_gateway;
`;

const ROLES = `
  -- A role of an association stands beside the built-in ones, so that memberships and entering need not tell them apart.
  ALTER TABLE roles
    ADD COLUMN association_id uuid REFERENCES associations (id),
    ADD COLUMN name text,
    ADD COLUMN permissions text[],
    ADD COLUMN version int NOT NULL DEFAULT 1,
    ADD CHECK ((association_id IS NULL) = (permissions IS NULL) AND (association_id IS NULL) = (name IS NULL));
  CREATE UNIQUE INDEX roles_name ON roles (association_id, lower(name)) WHERE association_id IS NOT NULL;
  CREATE FUNCTION current_association() RETURNS uuid LANGUAGE sql STABLE
    AS $$ SELECT association_id FROM public.branches WHERE id = public.current_branch() $$;
  ALTER TABLE roles ENABLE ROW LEVEL SECURITY;
  ALTER TABLE roles FORCE ROW LEVEL SECURITY;
  CREATE POLICY roles_read ON roles FOR SELECT TO otzyv_app
    USING (association_id IS NULL OR association_id = (SELECT current_association()));
  CREATE POLICY roles_gateway ON roles FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);
  GRANT INSERT, UPDATE, DELETE ON roles TO otzyv_gateway;
`;

const GUARDS = `
  -- The few permissions of the built-in roles that policies ask for; the whole table stands in the access room, and a
  -- test holds the two against each other.
  CREATE TABLE guarded_permissions (
    role text NOT NULL REFERENCES roles (code),
    permission text NOT NULL,
    PRIMARY KEY (role, permission)
  );
  INSERT INTO guarded_permissions VALUES
    ('association_admin', 'branches.manage'), ('association_admin', 'members.manage'),
    ('branch_admin', 'branches.manage'), ('branch_admin', 'members.manage');
  GRANT SELECT ON guarded_permissions TO otzyv_gateway;
  CREATE FUNCTION i_may(p_permission text) RETURNS boolean LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT EXISTS (SELECT FROM memberships m JOIN roles r ON r.code = m.role
      WHERE m.branch_id = current_branch() AND m.person_id = current_person() AND m.revoked_at IS NULL
        AND (p_permission = ANY (r.permissions) OR EXISTS (
          SELECT FROM guarded_permissions g WHERE g.role = m.role AND g.permission = p_permission)));
  $$;
  CREATE FUNCTION my_role() RETURNS text LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT role FROM memberships
      WHERE branch_id = current_branch() AND person_id = current_person() AND revoked_at IS NULL;
  $$;
  -- Null for the built-in roles.
  CREATE FUNCTION role_permissions(p_role text) RETURNS text[] LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT permissions FROM roles WHERE code = p_role;
  $$;
`;

const MEMBERSHIPS = `
  -- A foreign key alone would accept a role of another association.
  CREATE FUNCTION membership_role_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM roles r, branches b WHERE r.code = NEW.role AND b.id = NEW.branch_id
        AND (r.association_id IS NULL OR r.association_id = b.association_id)) THEN
      RAISE EXCEPTION 'the role is not one of this association' USING ERRCODE = '23503', CONSTRAINT = 'memberships_role';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER memberships_role_fits BEFORE INSERT OR UPDATE OF role, branch_id ON memberships
    FOR EACH ROW EXECUTE FUNCTION membership_role_fits();
  -- The lock makes two administrators who remove each other at the same time collide instead of both succeeding.
  CREATE FUNCTION keep_a_branch_admin() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    PERFORM 1 FROM memberships WHERE branch_id = OLD.branch_id AND role = 'branch_admin' AND revoked_at IS NULL
      AND id <> OLD.id FOR UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'the last branch admin stays' USING ERRCODE = 'OT409'; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER memberships_keep_admin BEFORE UPDATE OF revoked_at, role ON memberships FOR EACH ROW
    WHEN (OLD.role = 'branch_admin' AND OLD.revoked_at IS NULL
      AND (NEW.revoked_at IS NOT NULL OR NEW.role <> 'branch_admin'))
    EXECUTE FUNCTION keep_a_branch_admin();
  CREATE FUNCTION serves_association(p_person uuid) RETURNS boolean LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT EXISTS (SELECT FROM memberships m JOIN branches b ON b.id = m.branch_id
      WHERE m.person_id = p_person AND m.revoked_at IS NULL
        AND b.association_id = (SELECT association_id FROM branches WHERE id = current_branch()));
  $$;
`;

const SETTINGS = `
  ALTER TABLE branches
    ADD COLUMN languages text[] NOT NULL DEFAULT '{ru}' CHECK (cardinality(languages) BETWEEN 1 AND 20),
    ADD COLUMN letterhead text NOT NULL DEFAULT '',
    ADD COLUMN mail_sender_name text NOT NULL DEFAULT '',
    ADD COLUMN responsible_sealed bytea,
    ADD COLUMN version int NOT NULL DEFAULT 1,
    ADD COLUMN status_note text,
    ADD COLUMN closed_at timestamptz,
    -- From this moment on the data of a closed branch are to be erased; until then it may be opened again.
    ADD COLUMN erase_after timestamptz,
    ADD CHECK (closed_at IS NULL OR (status = 'closed' AND erase_after > closed_at));
  GRANT UPDATE (name, time_zone, postal_address, languages, letterhead, mail_sender_name, responsible_sealed, version)
    ON branches TO otzyv_app;
  GRANT INSERT, UPDATE (status, status_note, closed_at, erase_after, version) ON branches TO otzyv_gateway;

  -- The order to the processor (152-FZ, art. 6 part 3), every version that was in force.
  CREATE TABLE processing_orders (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    version text NOT NULL,
    signed_on date NOT NULL,
    file_id uuid NOT NULL,
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT app_now(),
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, version),
    FOREIGN KEY (branch_id, file_id) REFERENCES files (branch_id, id)
  );
  ${underBranch('processing_orders', 'SELECT, INSERT')}
`;

const HELPERS = `
  CREATE FUNCTION assert_association_admin(p_person uuid, p_association uuid) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM public.association_admins
        WHERE association_id = p_association AND person_id = p_person AND revoked_at IS NULL) THEN
      RAISE EXCEPTION 'not an administrator of this association' USING ERRCODE = 'OT404';
    END IF;
  END $$;

  -- Steps from outside of a branch stand in its log like those from inside, in the same transaction.
  CREATE FUNCTION note_in_branch(p_branch uuid, p_person uuid, p_request text, p_action text, p_type text, p_subject text,
      p_reason text, p_details jsonb) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM set_config('otzyv.branch_id', p_branch::text, true), set_config('otzyv.person_id', p_person::text, true);
    PERFORM public.audit_append(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'actor_kind', 'person',
      'actor_id', p_person, 'actor_as', 'association_admin', 'request_id', p_request, 'action', p_action,
      'subject_type', p_type, 'subject_id', p_subject, 'reason', p_reason, 'details', p_details)));
    PERFORM set_config('otzyv.branch_id', '', true), set_config('otzyv.person_id', '', true);
  END $$;
  -- Always in the same order, so that two such steps cannot wait for each other.
  CREATE FUNCTION note_in_branches(p_association uuid, p_person uuid, p_request text, p_action text, p_type text,
      p_subject text, p_details jsonb) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE v_branch uuid;
  BEGIN
    FOR v_branch IN SELECT id FROM public.branches WHERE association_id = p_association AND status <> 'closed' ORDER BY id
    LOOP
      PERFORM public.note_in_branch(v_branch, p_person, p_request, p_action, p_type, p_subject, NULL, p_details);
    END LOOP;
  END $$;
`;

const BRANCH_STEPS = `
  CREATE FUNCTION administered_associations(p_person uuid) RETURNS TABLE (id uuid, name text)
    LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT a.id, a.name FROM association_admins d JOIN associations a ON a.id = d.association_id
      WHERE d.person_id = p_person AND d.revoked_at IS NULL ORDER BY a.name, a.id;
  $$;

  -- Counts, never a family.
  CREATE FUNCTION association_branches(p_person uuid, p_association uuid)
    RETURNS TABLE (id uuid, name text, case_prefix text, region_code text, time_zone text, postal_address text,
      status text, status_note text, created_at timestamptz, closed_at timestamptz, erase_after timestamptz,
      members bigint, families bigint)
    LANGUAGE plpgsql ${DEFINER} AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    RETURN QUERY SELECT b.id, b.name, b.case_prefix, b.region_code, b.time_zone, b.postal_address, b.status,
        b.status_note, b.created_at, b.closed_at, b.erase_after,
        (SELECT count(*) FROM memberships m WHERE m.branch_id = b.id AND m.revoked_at IS NULL),
        (SELECT count(*) FROM families f WHERE f.branch_id = b.id)
      FROM branches b WHERE b.association_id = p_association ORDER BY b.name, b.id;
  END $$;

  CREATE FUNCTION open_branch(p_person uuid, p_association uuid, p_request text, p_id uuid, p_settings jsonb)
    RETURNS void LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    INSERT INTO branches (id, association_id, name, case_prefix, region_code, time_zone, postal_address, languages,
        letterhead, mail_sender_name)
      SELECT p_id, p_association, s.name, s.case_prefix, s.region_code, s.time_zone, s.postal_address, s.languages,
        s.letterhead, s.mail_sender_name
      FROM jsonb_to_record(p_settings) s (name text, case_prefix text, region_code text, time_zone text,
        postal_address text, languages text[], letterhead text, mail_sender_name text);
    INSERT INTO memberships (branch_id, id, person_id, role)
      SELECT p_id, gen_random_uuid(), person_id, 'association_admin' FROM association_admins
        WHERE association_id = p_association AND revoked_at IS NULL;
    PERFORM note_in_branch(p_id, p_person, p_request, 'branches.open', 'branch', p_id::text, NULL,
      jsonb_build_object('region', p_settings ->> 'region_code'));
  END $$;

  -- Resolves to the status before, null for a branch of another association. What may follow what, the caller knows.
  CREATE FUNCTION change_branch_status(p_person uuid, p_association uuid, p_request text, p_branch uuid, p_status text,
      p_note text, p_erase_after timestamptz) RETURNS text LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_before text; v_erase_after timestamptz;
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    SELECT status, erase_after INTO v_before, v_erase_after FROM branches
      WHERE id = p_branch AND association_id = p_association FOR UPDATE;
    IF NOT FOUND OR v_before = p_status OR (v_before = 'closed' AND (p_status <> 'open' OR v_erase_after <= app_now()))
    THEN RETURN v_before; END IF;
    UPDATE branches SET status = p_status, status_note = p_note, version = version + 1,
        closed_at = CASE p_status WHEN 'closed' THEN app_now() END,
        erase_after = CASE p_status WHEN 'closed' THEN p_erase_after END
      WHERE id = p_branch;
    PERFORM note_in_branch(p_branch, p_person, p_request,
      CASE p_status WHEN 'open' THEN 'branches.reopen' WHEN 'suspended' THEN 'branches.suspend' ELSE 'branches.close' END,
      'branch', p_branch::text, p_note, jsonb_build_object('before', v_before));
    RETURN 'changed';
  END $$;
`;

const ADMIN_STEPS = `
  CREATE FUNCTION association_admins_of(p_person uuid, p_association uuid)
    RETURNS TABLE (person_id uuid, granted_at timestamptz) LANGUAGE plpgsql ${DEFINER} AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    RETURN QUERY SELECT d.person_id, d.granted_at FROM association_admins d
      WHERE d.association_id = p_association AND d.revoked_at IS NULL ORDER BY d.granted_at, d.person_id;
  END $$;

  -- False for somebody who serves no branch of the association. Where the person works in a branch already, that role stays.
  CREATE FUNCTION add_association_admin(p_person uuid, p_association uuid, p_request text, p_new uuid) RETURNS boolean
    LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    IF NOT EXISTS (SELECT FROM memberships m JOIN branches b ON b.id = m.branch_id
        WHERE m.person_id = p_new AND m.revoked_at IS NULL AND b.association_id = p_association) THEN
      RETURN false;
    END IF;
    INSERT INTO association_admins (association_id, person_id) VALUES (p_association, p_new)
      ON CONFLICT (association_id, person_id) DO UPDATE SET revoked_at = NULL, granted_at = app_now()
      WHERE association_admins.revoked_at IS NOT NULL;
    IF NOT FOUND THEN RETURN true; END IF;
    INSERT INTO memberships (branch_id, id, person_id, role)
      SELECT b.id, gen_random_uuid(), p_new, 'association_admin' FROM branches b WHERE b.association_id = p_association
      ON CONFLICT (branch_id, person_id) WHERE revoked_at IS NULL DO NOTHING;
    PERFORM note_in_branches(p_association, p_person, p_request, 'associations.add-admin', 'person', p_new::text, '{}');
    RETURN true;
  END $$;

  -- Resolves to 'removed', 'absent' or 'last'.
  CREATE FUNCTION remove_association_admin(p_person uuid, p_association uuid, p_request text, p_old uuid) RETURNS text
    LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_all uuid[];
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    SELECT array_agg(locked.person_id) INTO v_all FROM (SELECT person_id FROM association_admins
      WHERE association_id = p_association AND revoked_at IS NULL ORDER BY person_id FOR UPDATE) locked;
    IF NOT p_old = ANY (v_all) THEN RETURN 'absent'; END IF;
    IF cardinality(v_all) = 1 THEN RETURN 'last'; END IF;
    UPDATE association_admins SET revoked_at = app_now() WHERE association_id = p_association AND person_id = p_old;
    UPDATE memberships m SET revoked_at = app_now() FROM branches b WHERE b.id = m.branch_id
      AND b.association_id = p_association AND m.person_id = p_old AND m.role = 'association_admin'
      AND m.revoked_at IS NULL;
    PERFORM note_in_branches(p_association, p_person, p_request, 'associations.remove-admin', 'person', p_old::text, '{}');
    RETURN 'removed';
  END $$;
`;

const ROLE_STEPS = `
  CREATE FUNCTION roles_of_association(p_person uuid, p_association uuid)
    RETURNS TABLE (code text, name text, reach text, permissions text[], version int, members bigint)
    LANGUAGE plpgsql ${DEFINER} AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    RETURN QUERY SELECT r.code, r.name, r.reach, r.permissions, r.version,
        (SELECT count(*) FROM memberships m WHERE m.role = r.code AND m.revoked_at IS NULL)
      FROM roles r WHERE r.association_id = p_association ORDER BY r.name, r.code;
  END $$;

  CREATE FUNCTION add_role(p_person uuid, p_association uuid, p_request text, p_code uuid, p_name text, p_reach text,
      p_permissions text[]) RETURNS void LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    INSERT INTO roles (code, reach, association_id, name, permissions)
      VALUES (p_code::text, p_reach, p_association, p_name, p_permissions);
    PERFORM note_in_branches(p_association, p_person, p_request, 'roles.create', 'role', p_code::text,
      jsonb_build_object('reach', p_reach, 'permissions', cardinality(p_permissions)));
  END $$;

  -- The reach stays: widening it would show families to people who were granted less. False: no such role.
  CREATE FUNCTION change_role(p_person uuid, p_association uuid, p_request text, p_code uuid, p_name text,
      p_permissions text[]) RETURNS boolean LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    UPDATE roles SET name = p_name, permissions = p_permissions, version = version + 1
      WHERE code = p_code::text AND association_id = p_association;
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM note_in_branches(p_association, p_person, p_request, 'roles.change', 'role', p_code::text,
      jsonb_build_object('permissions', cardinality(p_permissions)));
    RETURN true;
  END $$;

  -- Resolves to 'removed', 'absent' or 'in-use': also by a membership that has ended, for the log must stay readable.
  CREATE FUNCTION remove_role(p_person uuid, p_association uuid, p_request text, p_code uuid) RETURNS text
    LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    PERFORM 1 FROM roles WHERE code = p_code::text AND association_id = p_association FOR UPDATE;
    IF NOT FOUND THEN RETURN 'absent'; END IF;
    IF EXISTS (SELECT FROM memberships WHERE role = p_code::text) THEN RETURN 'in-use'; END IF;
    DELETE FROM roles WHERE code = p_code::text;
    PERFORM note_in_branches(p_association, p_person, p_request, 'roles.remove', 'role', p_code::text, '{}');
    RETURN 'removed';
  END $$;
`;

const FAMILY_RULE = `CASE (SELECT current_reach())
    WHEN 'job' THEN true
    WHEN 'branch' THEN family_id IS NULL OR family_id NOT IN (SELECT family_id FROM sealed_families)
      OR family_id IN (SELECT family_id FROM my_assigned_families)
    WHEN 'assigned' THEN family_id IN (SELECT family_id FROM my_assigned_families)
    ELSE false END`;

/** Who manages a branch keeps its processing order, though no file of any family is in reach. */
const FILE_RULE = `(${FAMILY_RULE})
  OR (family_id IS NULL AND purpose = 'processing-order' AND (SELECT i_may('branches.manage')))`;

const POLICIES = `
  -- Until now whoever was in the branch could have written memberships; from now on the database asks for the right.
  CREATE POLICY memberships_grant ON memberships AS RESTRICTIVE FOR INSERT TO otzyv_app
    WITH CHECK ((SELECT i_may('members.manage')) AND role NOT IN ('association_admin', 'platform_operator')
      AND revoked_at IS NULL
      AND (role <> 'branch_admin' OR (SELECT my_role()) IN ('branch_admin', 'association_admin')));
  CREATE POLICY memberships_end ON memberships AS RESTRICTIVE FOR UPDATE TO otzyv_app
    USING ((SELECT i_may('members.manage')) AND role <> 'association_admin'
      AND (role <> 'branch_admin' OR (SELECT my_role()) IN ('branch_admin', 'association_admin')))
    WITH CHECK (revoked_at IS NOT NULL);
  REVOKE UPDATE ON memberships FROM otzyv_app;
  GRANT UPDATE (revoked_at) ON memberships TO otzyv_app;
  CREATE POLICY memberships_gateway_write ON memberships AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);
  GRANT INSERT, UPDATE (revoked_at) ON memberships TO otzyv_gateway;
  CREATE POLICY branches_change ON branches AS RESTRICTIVE FOR UPDATE TO otzyv_app
    USING ((SELECT i_may('branches.manage')));
  CREATE POLICY branches_gateway_write ON branches AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);
  CREATE POLICY processing_orders_record ON processing_orders AS RESTRICTIVE FOR INSERT TO otzyv_app
    WITH CHECK ((SELECT i_may('branches.manage')));
  CREATE POLICY families_gateway_count ON families AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  GRANT SELECT (branch_id, id) ON families TO otzyv_gateway;
  DROP POLICY files_family ON files;
  CREATE POLICY files_family ON files AS RESTRICTIVE FOR ALL TO otzyv_app USING (${FILE_RULE}) WITH CHECK (${FILE_RULE});
`;

const MOVE = `
  INSERT INTO association_admins (association_id, person_id)
    SELECT DISTINCT b.association_id, m.person_id FROM memberships m JOIN branches b ON b.id = m.branch_id
      WHERE m.role = 'association_admin' AND m.revoked_at IS NULL;
  INSERT INTO memberships (branch_id, id, person_id, role)
    SELECT b.id, gen_random_uuid(), d.person_id, 'association_admin'
      FROM association_admins d JOIN branches b ON b.association_id = d.association_id
    ON CONFLICT (branch_id, person_id) WHERE revoked_at IS NULL DO NOTHING;
`;
