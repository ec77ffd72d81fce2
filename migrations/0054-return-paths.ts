import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATES = ['queued', 'sending', 'sent', 'refused', 'unknown', 'failed', 'recorded', 'received'];

/** Every outgoing mail gets a return path of its own, so that a bounce names one message and can name no other. */
export class ReturnPaths1700000000054 implements MigrationInterface {
  name = 'ReturnPaths1700000000054';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages
        ADD COLUMN return_token_hash bytea UNIQUE,
        ADD COLUMN attention_since timestamptz,
        DROP CONSTRAINT messages_state_check,
        ADD CONSTRAINT messages_state_check CHECK (state IN (${listed([...STATES, 'bounced'])}));
      CREATE INDEX messages_attention ON messages (branch_id, attention_since, id) WHERE attention_since IS NOT NULL;
      ALTER TABLE inbound_mails
        ADD COLUMN message_id uuid,
        ADD CONSTRAINT inbound_mails_message_fkey FOREIGN KEY (branch_id, message_id) REFERENCES messages (branch_id, id);
      CREATE INDEX inbound_mails_message ON inbound_mails (branch_id, message_id) WHERE message_id IS NOT NULL;

      CREATE POLICY messages_gateway ON messages AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
      GRANT SELECT (branch_id, id, thread_id, return_token_hash) ON messages TO otzyv_gateway;
    `);
    await runner.query(FUNCTIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION accept_returned_mail(uuid, bytea, bytea), resolve_return_path(bytea);
      DROP POLICY messages_gateway ON messages;
      REVOKE SELECT (branch_id, id, thread_id, return_token_hash) ON messages FROM otzyv_gateway;
      ALTER TABLE inbound_mails DROP COLUMN message_id;
      UPDATE messages SET state = 'sent' WHERE state = 'bounced';
      ALTER TABLE messages
        DROP COLUMN return_token_hash,
        DROP COLUMN attention_since,
        DROP CONSTRAINT messages_state_check,
        ADD CONSTRAINT messages_state_check CHECK (state IN (${listed(STATES)}));
    `);
  }
}

function listed(states: readonly string[]): string {
  return states.map((state) => `'${state}'`).join(', ');
}

const FUNCTIONS = `
  CREATE FUNCTION resolve_return_path(p_token_hash bytea) RETURNS TABLE (branch_id uuid, message_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.branch_id, m.id FROM messages m WHERE m.return_token_hash = p_token_hash $$;
  ALTER FUNCTION resolve_return_path(bytea) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION resolve_return_path(bytea) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION resolve_return_path(bytea) TO otzyv_app;

  -- As accept_inbound_mail, for what comes to the return path of one message.
  CREATE FUNCTION accept_returned_mail(p_id uuid, p_token_hash bytea, p_raw bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE v_branch uuid; v_thread uuid; v_message uuid;
  BEGIN
    SELECT m.branch_id, m.thread_id, m.id INTO v_branch, v_thread, v_message
      FROM messages m WHERE m.return_token_hash = p_token_hash;
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO inbound_mails (branch_id, id, thread_id, message_id, raw_sealed)
      VALUES (v_branch, p_id, v_thread, v_message, p_raw) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN true; END IF;
    INSERT INTO outbox (branch_id, id, job, payload, not_before)
      VALUES (v_branch, gen_random_uuid(), 'correspondence.record-reply', jsonb_build_object('inboundMailId', p_id), app_now());
    RETURN true;
  END $$;
  ALTER FUNCTION accept_returned_mail(uuid, bytea, bytea) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION accept_returned_mail(uuid, bytea, bytea) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION accept_returned_mail(uuid, bytea, bytea) TO otzyv_app;
`;
