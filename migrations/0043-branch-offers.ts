import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/** Whole branches that go over to another association, and which operator a family's papers name. */
export class BranchOffers1700000000043 implements MigrationInterface {
  name = 'BranchOffers1700000000043';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLE, OPERATORS, GRANTS, ROLE_FITS(LOCKED), SAME_ASSOCIATION(SISTERS), HELPERS, GIVING]) {
      await runner.query(part);
    }
    await runner.query(RECEIVING);
    await runner.query(LOOKING);
    await runner.query(COUNTS({ columns: NEW_COLUMNS, values: NEW_VALUES }));
    await runner.query(INNER.map(owned).join('\n'));
    await runner.query(APP.map(callable).join('\n'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${COUNTS({ columns: '', values: '' })}
      ${callable(BRANCHES)}
      DROP TRIGGER branches_offered ON branches;
      DROP FUNCTION ${[...APP.filter((one) => one !== BRANCHES), ...INNER.filter((one) => one !== FITS)].join(', ')};
      ${ROLE_FITS('')}
      ALTER FUNCTION ${FITS} OWNER TO otzyv_owner; GRANT EXECUTE ON FUNCTION ${FITS} TO PUBLIC;
      ${SAME_ASSOCIATION('')}
      DROP POLICY processing_consents_gateway ON processing_consents;
      DROP POLICY mandates_gateway ON mandates;
      DROP VIEW papers_to_renew;
      REVOKE ALL ON processing_consents, mandates FROM otzyv_gateway;
      DROP POLICY second_factor_roles_moved ON second_factor_roles;
      REVOKE DELETE ON second_factor_roles FROM otzyv_gateway;
      REVOKE UPDATE (name) ON associations FROM otzyv_gateway;
      REVOKE UPDATE (association_id, operator_since, prefix_shared) ON branches FROM otzyv_gateway;
      DROP TABLE branch_offers;
      ALTER TABLE processing_consents DROP COLUMN operator_id;
      ALTER TABLE mandates DROP COLUMN operator_id;
      ALTER TABLE processing_orders DROP COLUMN operator_id,
        ADD CONSTRAINT processing_orders_branch_id_version_key UNIQUE (branch_id, version);
      DROP INDEX branches_case_prefix;
      ALTER TABLE branches DROP COLUMN operator_since, DROP COLUMN prefix_shared,
        ADD CONSTRAINT branches_association_id_case_prefix_key UNIQUE (association_id, case_prefix);
    `);
  }
}

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';
const FITS = 'membership_role_fits()';
const BRANCHES = 'association_branches(uuid, uuid)';

/** Called by triggers and other functions only. */
const INNER = [
  FITS,
  'refuse_unoffered_move()',
  'foreign_roles_in_use(uuid)',
  'tell_of_branch_offer(branch_offers, text)',
  'settle_moved_people(uuid, uuid)',
  'end_moved_ties(uuid, uuid)',
];

const APP = [
  'offer_branch(uuid, uuid, text, uuid, int, uuid, text, timestamptz, uuid)',
  'revoke_branch_offer(uuid, uuid, text, uuid, int)',
  'accept_branch_offer(uuid, uuid, text, uuid, int)',
  'reject_branch_offer(uuid, uuid, text, uuid, int, text)',
  'branch_offers_of(uuid, uuid, text, uuid, timestamptz, uuid, int)',
  BRANCHES,
];

function owned(signature: string): string {
  return `ALTER FUNCTION ${signature} OWNER TO otzyv_gateway; REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;`;
}

function callable(signature: string): string {
  return `${owned(signature)} GRANT EXECUTE ON FUNCTION ${signature} TO otzyv_app;`;
}

const TABLE = `
  -- Lies in the branch that is offered. Both associations reach it through the functions below only; ids of associations
  -- have no foreign key, because the functions look at them under a lock and none is ever deleted.
  CREATE TABLE branch_offers (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    from_association_id uuid NOT NULL,
    to_association_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'offered'
      CHECK (status IN ('offered', 'accepted', 'rejected', 'revoked', 'expired')),
    reason text NOT NULL,
    version int NOT NULL DEFAULT 1,
    offered_by uuid NOT NULL,
    offered_at timestamptz NOT NULL DEFAULT app_now(),
    expires_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    PRIMARY KEY (branch_id, id),
    CHECK (from_association_id <> to_association_id),
    CHECK ((status IN ('offered', 'expired')) = (decided_by IS NULL))
  );
  CREATE UNIQUE INDEX branch_offers_live ON branch_offers (branch_id) WHERE status = 'offered';
  CREATE INDEX branch_offers_id ON branch_offers (id);
  CREATE INDEX branch_offers_given ON branch_offers (from_association_id, offered_at, id);
  CREATE INDEX branch_offers_received ON branch_offers (to_association_id, offered_at, id);
  ${underBranch('branch_offers', 'SELECT')}
  CREATE POLICY branch_offers_gateway ON branch_offers AS PERMISSIVE FOR ALL TO otzyv_gateway
    USING (true) WITH CHECK (true);
  GRANT SELECT, INSERT, UPDATE ON branch_offers TO otzyv_gateway;

  ALTER TABLE branches
    -- Null: it has been with this association from its opening.
    ADD COLUMN operator_since timestamptz,
    -- Its case numbers stay as they were printed, also where its new association has a branch with the same prefix.
    ADD COLUMN prefix_shared boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT branches_association_id_case_prefix_key;
  CREATE UNIQUE INDEX branches_case_prefix ON branches (association_id, case_prefix) WHERE NOT prefix_shared;

  -- Whoever writes, and whatever rights they have.
  CREATE FUNCTION refuse_unoffered_move() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM branch_offers o WHERE o.branch_id = OLD.id AND o.from_association_id = OLD.association_id
        AND o.to_association_id = NEW.association_id AND o.status = 'accepted' AND o.decided_at = app_now()) THEN
      RAISE EXCEPTION 'a branch goes over by an accepted offer only' USING ERRCODE = 'OT403';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER branches_offered BEFORE UPDATE OF association_id ON branches FOR EACH ROW
    WHEN (OLD.association_id IS DISTINCT FROM NEW.association_id) EXECUTE FUNCTION refuse_unoffered_move();
`;

const PAPERS = ['processing_consents', 'mandates', 'processing_orders'] as const;

/** Papers name the association that they were given to, so that a change of the operator needs no change of theirs. */
const OPERATORS = `
  ALTER TABLE branches NO FORCE ROW LEVEL SECURITY;
  ${PAPERS.map(
    (table) => `
      ALTER TABLE ${table} ADD COLUMN operator_id uuid;
      ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE ${table} DISABLE TRIGGER USER;
      UPDATE ${table} p SET operator_id = b.association_id FROM branches b WHERE b.id = p.branch_id;
      ALTER TABLE ${table} ENABLE TRIGGER USER;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      ALTER TABLE ${table} ALTER COLUMN operator_id SET DEFAULT current_association(),
        ALTER COLUMN operator_id SET NOT NULL;`,
  ).join('\n')}
  ALTER TABLE branches FORCE ROW LEVEL SECURITY;
  CREATE INDEX processing_consents_operator ON processing_consents (branch_id, operator_id, id)
    WHERE withdrawn_on IS NULL;
  CREATE INDEX mandates_operator ON mandates (branch_id, operator_id, id) WHERE revoked_on IS NULL;
  -- Each association numbers its own orders.
  ALTER TABLE processing_orders DROP CONSTRAINT processing_orders_branch_id_version_key,
    ADD CONSTRAINT processing_orders_version UNIQUE (branch_id, operator_id, version);

  -- What names a former operator and was not given anew. Whoever looks sees what they see of the tables themselves.
  CREATE VIEW papers_to_renew WITH (security_invoker = true) AS
    SELECT c.branch_id, 'processing-consent' AS kind, c.id, c.family_id, c.guardian_id, c.purpose AS what,
        c.given_on, c.operator_id
      FROM processing_consents c JOIN branches b ON b.id = c.branch_id
      WHERE c.operator_id <> b.association_id AND c.withdrawn_on IS NULL AND NOT EXISTS (
        SELECT FROM processing_consents n WHERE n.branch_id = c.branch_id AND n.family_id = c.family_id
          AND n.guardian_id = c.guardian_id AND n.purpose = c.purpose AND n.operator_id = b.association_id)
    UNION ALL
    SELECT m.branch_id, 'mandate', m.id, m.family_id, m.guardian_id, m.scope, m.signed_on, m.operator_id
      FROM mandates m JOIN branches b ON b.id = m.branch_id
      WHERE m.operator_id <> b.association_id AND m.revoked_on IS NULL AND NOT EXISTS (
        SELECT FROM mandates n WHERE n.branch_id = m.branch_id AND n.family_id = m.family_id
          AND n.guardian_id = m.guardian_id AND n.operator_id = b.association_id);
  GRANT SELECT ON papers_to_renew TO otzyv_app, otzyv_gateway;
`;

const GRANTS = `
  GRANT UPDATE (association_id, operator_since, prefix_shared) ON branches TO otzyv_gateway;
  -- Not to rename one: a row can be locked by who may update something of it only.
  GRANT UPDATE (name) ON associations TO otzyv_gateway;
  CREATE POLICY second_factor_roles_moved ON second_factor_roles AS PERMISSIVE FOR DELETE TO otzyv_gateway USING (true);
  GRANT DELETE ON second_factor_roles TO otzyv_gateway;
  CREATE POLICY processing_consents_gateway ON processing_consents AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  GRANT SELECT (branch_id, id, family_id, guardian_id, purpose, given_on, operator_id, withdrawn_on)
    ON processing_consents TO otzyv_gateway;
  CREATE POLICY mandates_gateway ON mandates AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  GRANT SELECT (branch_id, id, family_id, guardian_id, scope, signed_on, operator_id, revoked_on)
    ON mandates TO otzyv_gateway;
`;

/** A role that is given while the branch goes over waits for the outcome, and is judged by it. */
const LOCKED = `PERFORM 1 FROM branches WHERE id = NEW.branch_id FOR SHARE;`;

/** @param first a statement before the look; with it the gateway looks, which may lock branches. */
function ROLE_FITS(first: string): string {
  return `
  CREATE OR REPLACE FUNCTION membership_role_fits() RETURNS trigger LANGUAGE plpgsql
    SECURITY ${first === '' ? 'INVOKER' : 'DEFINER'} SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    ${first}
    IF NOT EXISTS (SELECT FROM roles r, branches b WHERE r.code = NEW.role AND b.id = NEW.branch_id
        AND (r.association_id IS NULL OR r.association_id = b.association_id)) THEN
      RAISE EXCEPTION 'the role is not one of this association' USING ERRCODE = '23503', CONSTRAINT = 'memberships_role';
    END IF;
    RETURN NEW;
  END $$;`;
}

/** An offer that was made at the moment when one of the branches left must lead nowhere. */
const SISTERS = `AND EXISTS (SELECT FROM branches here JOIN branches there ON there.association_id = here.association_id
        WHERE here.id = current_branch() AND there.id = h.branch_id)`;

function SAME_ASSOCIATION(also: string): string {
  return `
  CREATE OR REPLACE FUNCTION begin_hand_over(p_id uuid) RETURNS TABLE (from_branch_id uuid, family_id uuid)
    LANGUAGE plpgsql ${DEFINER} AS $$
  #variable_conflict use_column
  DECLARE v_offer hand_overs;
  BEGIN
    IF NOT i_may('families.receive') THEN RAISE EXCEPTION 'the role may not receive' USING ERRCODE = 'OT403'; END IF;
    SELECT * INTO v_offer FROM hand_overs h
      WHERE h.id = p_id AND h.to_branch_id = current_branch() AND h.status IN ('offered', 'accepted') ${also} FOR UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    UPDATE hand_overs h SET status = 'accepted', decided_by = current_person(), decided_at = app_now()
      WHERE h.branch_id = v_offer.branch_id AND h.id = p_id;
    UPDATE family_assignments a SET ended_at = a.ends_at
      WHERE a.branch_id = v_offer.branch_id AND a.family_id = v_offer.family_id AND a.person_id = current_person()
        AND a.ended_at IS NULL AND a.ends_at <= app_now();
    INSERT INTO family_assignments (branch_id, id, family_id, person_id, reason_sealed, assigned_by, ends_at, kind)
      VALUES (v_offer.branch_id, gen_random_uuid(), v_offer.family_id, current_person(), '', v_offer.offered_by,
        app_now() + interval '1 hour', 'hand_over')
      ON CONFLICT DO NOTHING;
    RETURN QUERY SELECT v_offer.branch_id, v_offer.family_id;
  END $$;`;
}

const HELPERS = `
  -- Who works in the branch by a role of its association's own.
  CREATE FUNCTION foreign_roles_in_use(p_branch uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_agg(jsonb_build_object('personId', m.person_id, 'role', r.name) ORDER BY r.name, m.person_id)
      FROM public.memberships m JOIN public.roles r ON r.code = m.role AND r.association_id IS NOT NULL
      WHERE m.branch_id = p_branch AND m.revoked_at IS NULL;
  $$;

  -- Who runs the branch, who answers for its data (a null person: the address is sealed in the branch), and those of the
  -- association that did not act.
  CREATE FUNCTION tell_of_branch_offer(p_offer branch_offers, p_event text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO public.outbox (branch_id, id, job, payload)
      SELECT p_offer.branch_id, gen_random_uuid(), 'organisations.tell-of-branch-offer',
          jsonb_build_object('offerId', p_offer.id, 'event', p_event, 'personId', told.person_id)
        FROM (
          SELECT m.person_id FROM public.memberships m
            WHERE m.branch_id = p_offer.branch_id AND m.role = 'branch_admin' AND m.revoked_at IS NULL
          UNION SELECT d.person_id FROM public.association_admins d WHERE d.revoked_at IS NULL AND d.association_id =
            CASE WHEN p_event IN ('offered', 'revoked') THEN p_offer.to_association_id ELSE p_offer.from_association_id END
          UNION SELECT NULL) told;
  $$;

  -- Administrators of the new association come in, those of the old one are out; two factors as the stricter of both ask.
  CREATE FUNCTION settle_moved_people(p_branch uuid, p_to uuid) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM 1 FROM public.association_admins WHERE association_id = p_to AND revoked_at IS NULL FOR SHARE;
    UPDATE public.memberships m SET revoked_at = public.app_now()
      WHERE m.branch_id = p_branch AND m.role = 'association_admin' AND m.revoked_at IS NULL AND NOT EXISTS (
        SELECT FROM public.association_admins d
          WHERE d.association_id = p_to AND d.person_id = m.person_id AND d.revoked_at IS NULL);
    INSERT INTO public.memberships (branch_id, id, person_id, role)
      SELECT p_branch, gen_random_uuid(), d.person_id, 'association_admin' FROM public.association_admins d
        WHERE d.association_id = p_to AND d.revoked_at IS NULL
      ON CONFLICT (branch_id, person_id) WHERE revoked_at IS NULL DO NOTHING;
    DELETE FROM public.second_factor_roles WHERE branch_id = p_branch
      AND role NOT IN (SELECT code FROM public.roles WHERE association_id IS NULL);
    INSERT INTO public.second_factor_roles (branch_id, role)
      SELECT p_branch, role FROM public.associations a, unnest(a.second_factor_default) role WHERE a.id = p_to
      ON CONFLICT DO NOTHING;
  END $$;

  -- What was made in the name of the old association: keys of integrations, invitations, families offered to its branches.
  CREATE FUNCTION end_moved_ties(p_branch uuid, p_person uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
  DECLARE v_keys int; v_invitations int; v_families int;
  BEGIN
    UPDATE public.api_keys SET revoked_at = public.app_now() WHERE branch_id = p_branch AND revoked_at IS NULL;
    GET DIAGNOSTICS v_keys = ROW_COUNT;
    UPDATE public.invitations SET revoked_at = public.app_now()
      WHERE branch_id = p_branch AND accepted_at IS NULL AND revoked_at IS NULL;
    GET DIAGNOSTICS v_invitations = ROW_COUNT;
    WITH over AS (
      UPDATE public.hand_overs SET status = 'revoked', decided_by = p_person, decided_at = public.app_now()
        WHERE (branch_id = p_branch OR to_branch_id = p_branch) AND status IN ('offered', 'accepted')
        RETURNING branch_id, family_id
    ), ended AS (
      UPDATE public.family_assignments a SET ended_at = public.app_now() FROM over
        WHERE a.branch_id = over.branch_id AND a.family_id = over.family_id AND a.kind = 'hand_over'
          AND a.ended_at IS NULL
    )
    SELECT count(*) INTO v_families FROM over;
    RETURN jsonb_build_object('keys', v_keys, 'invitations', v_invitations, 'familyOffers', v_families);
  END $$;
`;

const GIVING = `
  -- Verdicts: offered, absent, version, closed, association-unknown, roles (with the people), offered-already.
  CREATE FUNCTION offer_branch(p_person uuid, p_association uuid, p_request text, p_branch uuid, p_version int, p_to uuid,
      p_reason text, p_expires timestamptz, p_id uuid) RETURNS jsonb LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_branch branches; v_offer branch_offers; v_roles jsonb;
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    SELECT * INTO v_branch FROM branches WHERE id = p_branch AND association_id = p_association FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN '{"verdict": "absent"}'; END IF;
    IF v_branch.version <> p_version THEN RETURN '{"verdict": "version"}'; END IF;
    IF v_branch.status = 'closed' THEN RETURN '{"verdict": "closed"}'; END IF;
    IF p_to = p_association OR NOT EXISTS (SELECT FROM association_admins
        WHERE association_id = p_to AND revoked_at IS NULL) THEN RETURN '{"verdict": "association-unknown"}'; END IF;
    v_roles := foreign_roles_in_use(p_branch);
    IF v_roles IS NOT NULL THEN RETURN jsonb_build_object('verdict', 'roles', 'people', v_roles); END IF;
    UPDATE branch_offers SET status = 'expired', version = version + 1
      WHERE branch_id = p_branch AND status = 'offered' AND expires_at <= app_now();
    IF EXISTS (SELECT FROM branch_offers WHERE branch_id = p_branch AND status = 'offered') THEN
      RETURN '{"verdict": "offered-already"}';
    END IF;
    INSERT INTO branch_offers (branch_id, id, from_association_id, to_association_id, reason, offered_by, expires_at)
      VALUES (p_branch, p_id, p_association, p_to, p_reason, p_person, p_expires) RETURNING * INTO v_offer;
    PERFORM note_in_branch(p_branch, p_person, p_request, 'branches.offer', 'branch', p_branch::text, p_reason,
      jsonb_build_object('offer', p_id, 'to', p_to));
    PERFORM tell_of_branch_offer(v_offer, 'offered');
    RETURN '{"verdict": "offered"}';
  END $$;

  -- Verdicts: revoked, absent, over, version.
  CREATE FUNCTION revoke_branch_offer(p_person uuid, p_association uuid, p_request text, p_offer uuid, p_version int)
    RETURNS text LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_offer branch_offers;
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    SELECT * INTO v_offer FROM branch_offers WHERE id = p_offer AND from_association_id = p_association FOR UPDATE;
    IF NOT FOUND THEN RETURN 'absent'; END IF;
    IF v_offer.status <> 'offered' OR v_offer.expires_at <= app_now() THEN RETURN 'over'; END IF;
    IF v_offer.version <> p_version THEN RETURN 'version'; END IF;
    UPDATE branch_offers SET status = 'revoked', version = version + 1, decided_by = p_person, decided_at = app_now()
      WHERE branch_id = v_offer.branch_id AND id = p_offer;
    PERFORM note_in_branch(v_offer.branch_id, p_person, p_request, 'branches.revoke-offer', 'branch',
      v_offer.branch_id::text, NULL, jsonb_build_object('offer', p_offer));
    PERFORM tell_of_branch_offer(v_offer, 'revoked');
    RETURN 'revoked';
  END $$;
`;

const RECEIVING = `
  -- The one statement by which a branch changes its association. Locks: associations, branch, offer, in this order, so that
  -- administrators who are added, branches that are opened and other acceptances wait for it and see what came of it.
  -- Verdicts: accepted, absent, over, version, closed, roles (with their number).
  CREATE FUNCTION accept_branch_offer(p_person uuid, p_association uuid, p_request text, p_offer uuid, p_version int)
    RETURNS jsonb LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_offer branch_offers; v_branch branches; v_roles jsonb; v_ended jsonb; v_note record; v_shared boolean;
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    SELECT * INTO v_offer FROM branch_offers WHERE id = p_offer AND to_association_id = p_association;
    IF NOT FOUND THEN RETURN '{"verdict": "absent"}'; END IF;
    PERFORM 1 FROM associations WHERE id IN (v_offer.from_association_id, p_association) ORDER BY id FOR UPDATE;
    SELECT * INTO v_branch FROM branches WHERE id = v_offer.branch_id FOR NO KEY UPDATE;
    SELECT * INTO v_offer FROM branch_offers WHERE branch_id = v_branch.id AND id = p_offer FOR UPDATE;
    IF v_offer.status <> 'offered' OR v_offer.expires_at <= app_now() THEN RETURN '{"verdict": "over"}'; END IF;
    IF v_offer.version <> p_version THEN RETURN '{"verdict": "version"}'; END IF;
    IF v_branch.status = 'closed' THEN RETURN '{"verdict": "closed"}'; END IF;
    v_roles := foreign_roles_in_use(v_branch.id);
    IF v_roles IS NOT NULL THEN
      RETURN jsonb_build_object('verdict', 'roles', 'count', jsonb_array_length(v_roles));
    END IF;
    v_shared := EXISTS (SELECT FROM branches
      WHERE association_id = p_association AND case_prefix = v_branch.case_prefix);
    UPDATE branch_offers SET status = 'accepted', version = version + 1, decided_by = p_person, decided_at = app_now()
      WHERE branch_id = v_branch.id AND id = p_offer;
    UPDATE branches SET association_id = p_association, operator_since = app_now(), prefix_shared = v_shared,
      version = version + 1 WHERE id = v_branch.id;
    PERFORM settle_moved_people(v_branch.id, p_association);
    v_ended := end_moved_ties(v_branch.id, p_person);
    PERFORM tell_of_branch_offer(v_offer, 'accepted');
    FOR v_note IN SELECT b.id, CASE WHEN b.id = v_branch.id THEN 'branches.change-association'
          WHEN b.association_id = p_association THEN 'associations.receive-branch' ELSE 'associations.give-branch' END AS action
        FROM branches b WHERE b.id = v_branch.id OR (b.status <> 'closed'
          AND b.association_id IN (v_offer.from_association_id, p_association)) ORDER BY b.id
    LOOP
      PERFORM note_in_branch(v_note.id, p_person, p_request, v_note.action, 'branch', v_branch.id::text, NULL,
        jsonb_build_object('offer', p_offer, 'from', v_offer.from_association_id, 'to', p_association)
          || CASE WHEN v_note.id = v_branch.id THEN v_ended ELSE '{}' END);
    END LOOP;
    RETURN '{"verdict": "accepted"}';
  END $$;

  -- Verdicts: rejected, absent, over, version.
  CREATE FUNCTION reject_branch_offer(p_person uuid, p_association uuid, p_request text, p_offer uuid, p_version int,
      p_reason text) RETURNS text LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_offer branch_offers;
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    SELECT * INTO v_offer FROM branch_offers WHERE id = p_offer AND to_association_id = p_association FOR UPDATE;
    IF NOT FOUND THEN RETURN 'absent'; END IF;
    IF v_offer.status <> 'offered' OR v_offer.expires_at <= app_now() THEN RETURN 'over'; END IF;
    IF v_offer.version <> p_version THEN RETURN 'version'; END IF;
    UPDATE branch_offers SET status = 'rejected', version = version + 1, decided_by = p_person, decided_at = app_now()
      WHERE branch_id = v_offer.branch_id AND id = p_offer;
    PERFORM note_in_branch(v_offer.branch_id, p_person, p_request, 'branches.reject-offer', 'branch',
      v_offer.branch_id::text, p_reason, jsonb_build_object('offer', p_offer));
    PERFORM tell_of_branch_offer(v_offer, 'rejected');
    RETURN 'rejected';
  END $$;
`;

const LOOKING = `
  -- Given or received, the newest first, after (p_at, p_id). Names and codes of the branch; nothing of what it holds.
  CREATE FUNCTION branch_offers_of(p_person uuid, p_association uuid, p_direction text, p_offer uuid, p_at timestamptz,
      p_id uuid, p_limit int)
    RETURNS TABLE (id uuid, version int, status text, reason text, offered_at timestamptz, expires_at timestamptz,
      decided_at timestamptz, branch_id uuid, branch_name text, branch_status text, region_code text, case_prefix text,
      prefix_taken boolean, from_id uuid, from_name text, to_id uuid, to_name text, key text)
    LANGUAGE plpgsql STABLE ${DEFINER} AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    RETURN QUERY SELECT o.id, o.version,
        CASE WHEN o.status = 'offered' AND o.expires_at <= app_now() THEN 'expired' ELSE o.status END, o.reason,
        o.offered_at, o.expires_at, o.decided_at, b.id, b.name, b.status, b.region_code, b.case_prefix,
        EXISTS (SELECT FROM branches t WHERE t.association_id = o.to_association_id AND t.case_prefix = b.case_prefix
          AND t.id <> b.id), f.id, f.name, t.id, t.name, o.offered_at::text
      FROM branch_offers o JOIN branches b ON b.id = o.branch_id JOIN associations f ON f.id = o.from_association_id
        JOIN associations t ON t.id = o.to_association_id
      WHERE CASE p_direction WHEN 'given' THEN o.from_association_id WHEN 'received' THEN o.to_association_id END
          = p_association
        AND (p_offer IS NULL OR o.id = p_offer) AND (p_at IS NULL OR (o.offered_at, o.id) < (p_at, p_id))
      ORDER BY o.offered_at DESC, o.id DESC LIMIT p_limit;
  END $$;
`;

const NEW_COLUMNS = ', version int, operator_since timestamptz, papers_to_renew bigint';
const NEW_VALUES = `, b.version, b.operator_since, (SELECT count(*) FROM papers_to_renew w WHERE w.branch_id = b.id)`;

function COUNTS({ columns, values }: { readonly columns: string; readonly values: string }): string {
  return `
  DROP FUNCTION association_branches(uuid, uuid);
  CREATE FUNCTION association_branches(p_person uuid, p_association uuid)
    RETURNS TABLE (id uuid, name text, case_prefix text, region_code text, time_zone text, postal_address text,
      status text, status_note text, created_at timestamptz, closed_at timestamptz, erase_after timestamptz,
      members bigint, families bigint${columns})
    LANGUAGE plpgsql ${DEFINER} AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM assert_association_admin(p_person, p_association);
    RETURN QUERY SELECT b.id, b.name, b.case_prefix, b.region_code, b.time_zone, b.postal_address, b.status,
        b.status_note, b.created_at, b.closed_at, b.erase_after,
        (SELECT count(*) FROM memberships m WHERE m.branch_id = b.id AND m.revoked_at IS NULL),
        (SELECT count(*) FROM families f WHERE f.branch_id = b.id)${values}
      FROM branches b WHERE b.association_id = p_association ORDER BY b.name, b.id;
  END $$;`;
}
