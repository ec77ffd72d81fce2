import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

const FAMILY_TABLES = ['letters', 'threads', 'messages', 'message_attachments', 'delivery_attempts'] as const;

/** Letters, the messages that carry them, what came back, and the evidence of each hand-over. */
export class Correspondence1700000000009 implements MigrationInterface {
  name = 'Correspondence1700000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of FAMILY_TABLES) {
      await runner.query(underBranch(table, 'SELECT, INSERT, UPDATE') + underFamily(table));
    }
    await runner.query(INBOUND);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION accept_inbound_mail(uuid, bytea, bytea), resolve_reply_address(bytea);
      DROP TABLE inbound_mails, delivery_attempts, message_attachments, messages, threads, letters;
      DROP FUNCTION refuse_frozen_letter();
    `);
  }
}

const TABLES = `
  CREATE TABLE letters (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('statement', 'complaint')),
    authority_id uuid NOT NULL REFERENCES authorities (id),
    file_id uuid NOT NULL,
    sha256 bytea NOT NULL,
    pages int NOT NULL,
    signed_file_id uuid,
    signed_how text CHECK (signed_how IN ('scan', 'simple_signature', 'qualified_signature')),
    frozen_at timestamptz,
    frozen_by uuid,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
    FOREIGN KEY (branch_id, file_id) REFERENCES files (branch_id, id),
    FOREIGN KEY (branch_id, signed_file_id) REFERENCES files (branch_id, id),
    CHECK ((signed_file_id IS NULL) = (signed_how IS NULL))
  );
  CREATE INDEX letters_family ON letters (branch_id, family_id);
  -- What was signed and sent never changes again, whoever asks.
  CREATE FUNCTION refuse_frozen_letter() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a frozen letter cannot be changed' USING ERRCODE = 'OT409'; END $$;
  CREATE TRIGGER letters_frozen BEFORE UPDATE OR DELETE ON letters FOR EACH ROW
    WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION refuse_frozen_letter();

  -- One exchange with one addressee; its reply address is the only thing that attaches mail by itself.
  CREATE TABLE threads (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    authority_id uuid NOT NULL REFERENCES authorities (id),
    subject_type text NOT NULL CHECK (subject_type IN ('request', 'escalation')),
    subject_id uuid NOT NULL,
    reply_token_hash bytea NOT NULL UNIQUE,
    reply_token_sealed bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id)
  );
  CREATE INDEX threads_subject ON threads (branch_id, subject_id);
  CREATE INDEX threads_family ON threads (branch_id, family_id);

  CREATE TABLE messages (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    thread_id uuid NOT NULL,
    family_id uuid NOT NULL,
    letter_id uuid,
    direction text NOT NULL CHECK (direction IN ('outbound', 'inbound')),
    channel text NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'refused', 'unknown', 'failed', 'recorded', 'received')),
    message_id_header text,
    content_sealed bytea NOT NULL,
    raw_file_id uuid,
    machine text,
    registration_number_sealed bytea,
    fence bigint NOT NULL DEFAULT 0,
    handed_over_at timestamptz,
    server_response text,
    sent_at timestamptz,
    received_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    created_by uuid,
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, thread_id) REFERENCES threads (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
    FOREIGN KEY (branch_id, letter_id) REFERENCES letters (branch_id, id),
    FOREIGN KEY (branch_id, raw_file_id) REFERENCES files (branch_id, id)
  );
  CREATE INDEX messages_thread ON messages (branch_id, thread_id, created_at, id);
  CREATE INDEX messages_family ON messages (branch_id, family_id);
  CREATE UNIQUE INDEX messages_header ON messages (branch_id, message_id_header) WHERE direction = 'outbound';
  CREATE INDEX messages_unsettled ON messages (branch_id, created_at) WHERE state IN ('queued', 'sending', 'unknown');

  CREATE TABLE message_attachments (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    message_id uuid NOT NULL,
    position int NOT NULL,
    family_id uuid NOT NULL,
    file_id uuid NOT NULL,
    PRIMARY KEY (branch_id, message_id, position),
    FOREIGN KEY (branch_id, message_id) REFERENCES messages (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
    FOREIGN KEY (branch_id, file_id) REFERENCES files (branch_id, id)
  );
  CREATE INDEX message_attachments_family ON message_attachments (branch_id, family_id);

  CREATE TABLE delivery_attempts (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    message_id uuid NOT NULL,
    family_id uuid NOT NULL,
    fence bigint NOT NULL,
    started_at timestamptz NOT NULL DEFAULT app_now(),
    finished_at timestamptz,
    outcome text CHECK (outcome IN ('accepted', 'refused', 'not-sent', 'unknown')),
    phase text,
    response text,
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, message_id, fence),
    FOREIGN KEY (branch_id, message_id) REFERENCES messages (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id)
  );
  CREATE INDEX delivery_attempts_family ON delivery_attempts (branch_id, family_id);
`;

const INBOUND = `
  -- Mail as it came, sealed by the listener before it is stored; a job of the branch takes it from here.
  CREATE TABLE inbound_mails (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    thread_id uuid NOT NULL,
    raw_sealed bytea NOT NULL,
    received_at timestamptz NOT NULL DEFAULT app_now(),
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, thread_id) REFERENCES threads (branch_id, id)
  );
  CREATE INDEX inbound_mails_thread ON inbound_mails (branch_id, thread_id);
  ${underBranch('inbound_mails', 'SELECT, DELETE')}

  CREATE POLICY threads_gateway ON threads AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  GRANT SELECT (branch_id, id, reply_token_hash) ON threads TO otzyv_gateway;
  CREATE POLICY inbound_mails_gateway ON inbound_mails AS PERMISSIVE FOR INSERT TO otzyv_gateway WITH CHECK (true);
  GRANT INSERT ON inbound_mails TO otzyv_gateway;
  GRANT INSERT (branch_id, id, job, payload, not_before) ON outbox TO otzyv_gateway;

  CREATE FUNCTION resolve_reply_address(p_token_hash bytea) RETURNS TABLE (branch_id uuid, thread_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.branch_id, t.id FROM threads t WHERE t.reply_token_hash = p_token_hash $$;
  ALTER FUNCTION resolve_reply_address(bytea) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION resolve_reply_address(bytea) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION resolve_reply_address(bytea) TO otzyv_app;

  -- Stores the mail and asks the branch's own job to record it, in one step: either both are there or neither. A mail
  -- that waits here already is the same mail sent again; its job has been asked for.
  CREATE FUNCTION accept_inbound_mail(p_id uuid, p_token_hash bytea, p_raw bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE v_branch uuid; v_thread uuid;
  BEGIN
    SELECT t.branch_id, t.id INTO v_branch, v_thread FROM threads t WHERE t.reply_token_hash = p_token_hash;
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO inbound_mails (branch_id, id, thread_id, raw_sealed) VALUES (v_branch, p_id, v_thread, p_raw)
      ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN true; END IF;
    INSERT INTO outbox (branch_id, id, job, payload, not_before)
      VALUES (v_branch, gen_random_uuid(), 'correspondence.record-reply', jsonb_build_object('inboundMailId', p_id), app_now());
    RETURN true;
  END $$;
  ALTER FUNCTION accept_inbound_mail(uuid, bytea, bytea) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION accept_inbound_mail(uuid, bytea, bytea) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION accept_inbound_mail(uuid, bytea, bytea) TO otzyv_app;
`;
