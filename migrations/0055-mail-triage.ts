import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/** Mail to a branch that no secret of ours leads to a thread: it waits for a person, who says where it belongs. */
export class MailTriage1700000000055 implements MigrationInterface {
  name = 'MailTriage1700000000055';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(
      underBranch('triage_mails', 'SELECT, INSERT, UPDATE') +
        underBranch('triage_links', 'SELECT, INSERT, DELETE') +
        underBranch('triage_senders', 'SELECT, INSERT, UPDATE') +
        underBranch('triage_signals', 'SELECT, INSERT, UPDATE'),
    );
    await runner.query(FUNCTIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION accept_branch_mail(uuid, uuid, bytea), resolve_branch_inbox(uuid);
      DROP TABLE triage_signals, triage_senders, triage_links, triage_mails;
      DROP INDEX threads_authority;
      ALTER TABLE messages DROP COLUMN detached_at;
      REVOKE INSERT ON inbound_mails FROM otzyv_app;
      DELETE FROM inbound_mails WHERE thread_id IS NULL;
      ALTER TABLE inbound_mails ALTER COLUMN thread_id SET NOT NULL;
    `);
  }
}

const TABLES = `
  ALTER TABLE inbound_mails ALTER COLUMN thread_id DROP NOT NULL;
  GRANT INSERT ON inbound_mails TO otzyv_app;
  -- A person found that a mail does not belong here: kept as evidence, shown to nobody.
  ALTER TABLE messages ADD COLUMN detached_at timestamptz;
  CREATE INDEX threads_authority ON threads (branch_id, authority_id, created_at DESC, id);

  CREATE TABLE triage_mails (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'attached', 'discarded')),
    machine text,
    sender_index bytea,
    content_sealed bytea NOT NULL,
    raw_sealed bytea NOT NULL,
    version int NOT NULL DEFAULT 1,
    received_at timestamptz NOT NULL,
    settled_at timestamptz,
    settled_by uuid,
    PRIMARY KEY (branch_id, id),
    CHECK ((state = 'waiting') = (settled_at IS NULL))
  );
  CREATE INDEX triage_mails_list ON triage_mails (branch_id, state, received_at, id);

  CREATE TABLE triage_links (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    mail_id uuid NOT NULL,
    thread_id uuid NOT NULL,
    message_id uuid NOT NULL,
    PRIMARY KEY (branch_id, mail_id, thread_id),
    FOREIGN KEY (branch_id, mail_id) REFERENCES triage_mails (branch_id, id),
    FOREIGN KEY (branch_id, thread_id) REFERENCES threads (branch_id, id)
  );
  CREATE INDEX triage_links_thread ON triage_links (branch_id, thread_id);

  -- What people decided before: whose mail belonged to which addressee, and how often each kind of sign was right.
  CREATE TABLE triage_senders (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    sender_index bytea NOT NULL,
    authority_id uuid NOT NULL REFERENCES authorities (id),
    accepted int NOT NULL CHECK (accepted >= 0),
    PRIMARY KEY (branch_id, sender_index, authority_id)
  );
  CREATE INDEX triage_senders_authority ON triage_senders (branch_id, authority_id);
  CREATE TABLE triage_signals (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    signal text NOT NULL,
    offered int NOT NULL,
    accepted int NOT NULL CHECK (accepted BETWEEN 0 AND offered),
    PRIMARY KEY (branch_id, signal)
  );
`;

const FUNCTIONS = `
  CREATE FUNCTION resolve_branch_inbox(p_branch uuid) RETURNS TABLE (branch_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT b.id FROM branches b WHERE b.id = p_branch AND b.status <> 'closed' $$;
  ALTER FUNCTION resolve_branch_inbox(uuid) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION resolve_branch_inbox(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION resolve_branch_inbox(uuid) TO otzyv_app;

  -- As accept_inbound_mail, for what comes to the mailbox of a branch: no thread is known yet.
  CREATE FUNCTION accept_branch_mail(p_id uuid, p_branch uuid, p_raw bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM resolve_branch_inbox(p_branch)) THEN RETURN false; END IF;
    INSERT INTO inbound_mails (branch_id, id, raw_sealed) VALUES (p_branch, p_id, p_raw) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN true; END IF;
    INSERT INTO outbox (branch_id, id, job, payload, not_before)
      VALUES (p_branch, gen_random_uuid(), 'correspondence.sort-mail', jsonb_build_object('inboundMailId', p_id), app_now());
    RETURN true;
  END $$;
  ALTER FUNCTION accept_branch_mail(uuid, uuid, bytea) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION accept_branch_mail(uuid, uuid, bytea) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION accept_branch_mail(uuid, uuid, bytea) TO otzyv_app;
`;
