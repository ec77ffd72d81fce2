import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

/** Families that move from one branch of an association to another; see docs/decisions for what moves and what stays. */
export class HandOvers1700000000018 implements MigrationInterface {
  name = 'HandOvers1700000000018';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLE, ACROSS, RECEIVING, FINISHING, READ_ONLY]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${READ_ONLY_TABLES.map((table) => `DROP TRIGGER ${table}_handed_over ON ${table};`).join('\n')}
      DROP TRIGGER families_handed_over ON families;
      DROP FUNCTION refuse_handed_over(), refuse_handed_over_family();
      DROP FUNCTION ${FUNCTIONS.join(', ')}, note_across(uuid, text, text, uuid, jsonb);
      DROP TABLE hand_overs;
      DROP FUNCTION may_hand_over_to(uuid);
      DROP POLICY families_gateway_close ON families;
      REVOKE UPDATE (status, version) ON families FROM otzyv_gateway;
      ALTER TABLE families DROP CONSTRAINT families_status_check,
        ADD CONSTRAINT families_status_check CHECK (status IN ('open', 'closed'));
      ALTER TABLE family_assignments DROP CONSTRAINT family_assignments_kind_check,
        ADD CONSTRAINT family_assignments_kind_check CHECK (kind IN ('given', 'break_glass'));
      DELETE FROM guarded_permissions WHERE permission = 'families.receive';
    `);
  }
}

const FUNCTIONS = [
  'incoming_hand_overs()',
  'begin_hand_over(uuid)',
  'enter_branch_for_hand_over(uuid, uuid, uuid)',
  'finish_hand_over(uuid, uuid, int, text)',
  'reject_hand_over(uuid, text)',
];
const READ_ONLY_TABLES = ['guardians', 'children', 'enrolments', 'consents', 'mandates', 'requests'] as const;
const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

/** Owned by the gateway, callable by the API's role only. */
function narrow(signature: string): string {
  return `
    ALTER FUNCTION ${signature} OWNER TO otzyv_gateway;
    REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${signature} TO otzyv_app;
  `;
}

const TABLE = `
  INSERT INTO guarded_permissions VALUES ('branch_admin', 'families.receive');
  ALTER TABLE families DROP CONSTRAINT families_status_check,
    ADD CONSTRAINT families_status_check CHECK (status IN ('open', 'closed', 'handed_over'));
  ALTER TABLE family_assignments DROP CONSTRAINT family_assignments_kind_check,
    ADD CONSTRAINT family_assignments_kind_check CHECK (kind IN ('given', 'break_glass', 'hand_over'));

  CREATE FUNCTION may_hand_over_to(p_branch uuid) RETURNS boolean LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT EXISTS (SELECT FROM branches there JOIN branches here ON here.association_id = there.association_id
      WHERE there.id = p_branch AND there.status = 'open' AND here.id = current_branch() AND here.id <> there.id);
  $$;
  ${narrow('may_hand_over_to(uuid)')}

  -- Lies in the branch that gives. The branch that receives reaches it through the functions below only.
  CREATE TABLE hand_overs (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    -- No foreign key: the policy for offers admits open branches of the own association only, and none is ever deleted.
    to_branch_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'offered' CHECK (status IN ('offered', 'accepted', 'completed', 'rejected', 'revoked')),
    -- The family's consent: who of it, when, and the signed paper where there is one.
    consent_guardian_id uuid NOT NULL,
    consent_on date NOT NULL,
    consent_file_id uuid,
    offered_by uuid NOT NULL,
    offered_at timestamptz NOT NULL DEFAULT app_now(),
    decided_by uuid,
    decided_at timestamptz,
    received_family_id uuid,
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, family_id, consent_guardian_id) REFERENCES guardians (branch_id, family_id, id),
    FOREIGN KEY (branch_id, consent_file_id) REFERENCES files (branch_id, id),
    CHECK ((status = 'offered') = (decided_by IS NULL)),
    CHECK ((status = 'completed') = (received_family_id IS NOT NULL))
  );
  CREATE UNIQUE INDEX hand_overs_live ON hand_overs (branch_id, family_id) WHERE status IN ('offered', 'accepted');
  CREATE INDEX hand_overs_id ON hand_overs (id);
  CREATE INDEX hand_overs_incoming ON hand_overs (to_branch_id) WHERE status IN ('offered', 'accepted');
  ${underBranch('hand_overs', 'SELECT, INSERT (branch_id, id, family_id, to_branch_id, consent_guardian_id, consent_on, consent_file_id, offered_by), UPDATE (status, decided_by, decided_at)')}
  ${underFamily('hand_overs')}
  CREATE POLICY hand_overs_offer ON hand_overs AS RESTRICTIVE FOR INSERT TO otzyv_app
    WITH CHECK ((SELECT i_may('families.assign')) AND may_hand_over_to(to_branch_id));
  CREATE POLICY hand_overs_revoke ON hand_overs AS RESTRICTIVE FOR UPDATE TO otzyv_app
    USING ((SELECT i_may('families.assign')) AND status = 'offered') WITH CHECK (status = 'revoked');
  CREATE POLICY hand_overs_gateway ON hand_overs AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);
  GRANT SELECT, UPDATE ON hand_overs TO otzyv_gateway;
  CREATE POLICY families_gateway_close ON families AS PERMISSIVE FOR UPDATE TO otzyv_gateway USING (true) WITH CHECK (true);
  GRANT UPDATE (status, version) ON families TO otzyv_gateway;
  GRANT SELECT (status, version) ON families TO otzyv_gateway;
`;

const ACROSS = `
  -- An entry in the other branch's log, signed by the person who acts here; then back to the own branch.
  CREATE FUNCTION note_across(p_branch uuid, p_request text, p_action text, p_family uuid, p_details jsonb) RETURNS void
    LANGUAGE plpgsql AS $$
  DECLARE v_here text := public.current_branch()::text; v_role text := public.my_role();
  BEGIN
    PERFORM set_config('otzyv.branch_id', p_branch::text, true);
    PERFORM public.audit_append(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'actor_kind', 'person',
      'actor_id', public.current_person(), 'actor_as', v_role, 'request_id', p_request, 'action', p_action,
      'subject_type', 'family', 'subject_id', p_family, 'family_id', p_family, 'details', p_details)));
    PERFORM set_config('otzyv.branch_id', v_here, true);
  END $$;
  ALTER FUNCTION note_across(uuid, text, text, uuid, jsonb) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION note_across(uuid, text, text, uuid, jsonb) FROM PUBLIC;
`;

const RECEIVING = `
  CREATE FUNCTION incoming_hand_overs()
    RETURNS TABLE (id uuid, from_branch_id uuid, status text, consent_on date, offered_at timestamptz)
    LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT h.id, h.branch_id, h.status, h.consent_on, h.offered_at FROM hand_overs h
      WHERE h.to_branch_id = current_branch() AND h.status IN ('offered', 'accepted') AND i_may('families.receive')
      ORDER BY h.offered_at, h.id;
  $$;
  ${narrow('incoming_hand_overs()')}

  -- Opens a passage to this one family of the other branch, for an hour and for the caller alone. Once more after an
  -- interruption: nothing has moved until finish_hand_over. No row: no such offer to this branch.
  CREATE FUNCTION begin_hand_over(p_id uuid) RETURNS TABLE (from_branch_id uuid, family_id uuid) LANGUAGE plpgsql ${DEFINER} AS $$
  #variable_conflict use_column
  DECLARE v_offer hand_overs;
  BEGIN
    IF NOT i_may('families.receive') THEN RAISE EXCEPTION 'the role may not receive' USING ERRCODE = 'OT403'; END IF;
    SELECT * INTO v_offer FROM hand_overs h
      WHERE h.id = p_id AND h.to_branch_id = current_branch() AND h.status IN ('offered', 'accepted') FOR UPDATE;
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
  END $$;
  ${narrow('begin_hand_over(uuid)')}

  -- Nobody's membership: what a passage shows are families whose hand-over this person has accepted and not finished,
  -- and nothing but the copying code walks through it.
  CREATE FUNCTION enter_branch_for_hand_over(p_branch uuid, p_hand_over uuid, p_person uuid) RETURNS void
    LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    PERFORM 1 FROM hand_overs WHERE branch_id = p_branch AND id = p_hand_over AND status = 'accepted'
      AND decided_by = p_person;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such passage' USING ERRCODE = 'OT404'; END IF;
    PERFORM set_config('otzyv.branch_id', p_branch::text, true), set_config('otzyv.person_id', p_person::text, true),
      set_config('otzyv.reach', 'assigned', true);
  END $$;
  ${narrow('enter_branch_for_hand_over(uuid, uuid, uuid)')}
`;

const FINISHING = `
  -- In the very transaction that writes the copy: before it only the one branch has the family, after it both can read
  -- it and one can write it. False when the family has changed since it was read.
  CREATE FUNCTION finish_hand_over(p_id uuid, p_received uuid, p_version int, p_request text) RETURNS boolean
    LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_offer hand_overs;
  BEGIN
    SELECT * INTO v_offer FROM hand_overs WHERE id = p_id AND to_branch_id = current_branch() AND status = 'accepted'
      AND decided_by = current_person() FOR UPDATE;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE families SET status = 'handed_over', version = version + 1
      WHERE branch_id = v_offer.branch_id AND id = v_offer.family_id AND version = p_version AND status <> 'handed_over';
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE hand_overs SET status = 'completed', received_family_id = p_received
      WHERE branch_id = v_offer.branch_id AND id = p_id;
    UPDATE family_assignments SET ended_at = app_now() WHERE branch_id = v_offer.branch_id
      AND family_id = v_offer.family_id AND person_id = current_person() AND kind = 'hand_over' AND ended_at IS NULL;
    PERFORM note_across(v_offer.branch_id, p_request, 'hand-overs.complete', v_offer.family_id,
      jsonb_build_object('handOver', p_id, 'to', v_offer.to_branch_id));
    RETURN true;
  END $$;
  ${narrow('finish_hand_over(uuid, uuid, int, text)')}

  CREATE FUNCTION reject_hand_over(p_id uuid, p_request text) RETURNS boolean LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_offer hand_overs;
  BEGIN
    IF NOT i_may('families.receive') THEN RAISE EXCEPTION 'the role may not receive' USING ERRCODE = 'OT403'; END IF;
    UPDATE hand_overs SET status = 'rejected', decided_by = current_person(), decided_at = app_now()
      WHERE id = p_id AND to_branch_id = current_branch() AND status IN ('offered', 'accepted') RETURNING * INTO v_offer;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE family_assignments SET ended_at = app_now() WHERE branch_id = v_offer.branch_id
      AND family_id = v_offer.family_id AND kind = 'hand_over' AND ended_at IS NULL;
    PERFORM note_across(v_offer.branch_id, p_request, 'hand-overs.reject', v_offer.family_id,
      jsonb_build_object('handOver', p_id, 'to', v_offer.to_branch_id));
    RETURN true;
  END $$;
  ${narrow('reject_hand_over(uuid, text)')}
`;

const READ_ONLY = `
  -- What was handed over is worked on elsewhere; here only what runs already comes to its end. Jobs (erasure) may write.
  CREATE FUNCTION refuse_handed_over() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF current_user = 'otzyv_app' AND current_reach() <> 'job' AND EXISTS (SELECT FROM families
        WHERE branch_id = NEW.branch_id AND id = NEW.family_id AND status = 'handed_over') THEN
      RAISE EXCEPTION 'the family was handed over' USING ERRCODE = '23503', CONSTRAINT = 'family_handed_over';
    END IF;
    RETURN NEW;
  END $$;
  CREATE FUNCTION refuse_handed_over_family() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF current_user = 'otzyv_app' AND current_reach() <> 'job' THEN
      RAISE EXCEPTION 'the family was handed over' USING ERRCODE = '23503', CONSTRAINT = 'family_handed_over';
    END IF;
    RETURN NEW;
  END $$;
  ${READ_ONLY_TABLES.map(
    (table) => `CREATE TRIGGER ${table}_handed_over BEFORE INSERT ${table === 'requests' ? '' : 'OR UPDATE'} ON ${table}
      FOR EACH ROW EXECUTE FUNCTION refuse_handed_over();`,
  ).join('\n')}
  CREATE TRIGGER families_handed_over BEFORE UPDATE ON families FOR EACH ROW
    WHEN (OLD.status = 'handed_over') EXECUTE FUNCTION refuse_handed_over_family();
`;
