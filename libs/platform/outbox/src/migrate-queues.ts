import { runMigrations } from 'bullmq';
import { Client } from 'pg';

export const QUEUE_SCHEMA = 'queue';

/**
 * Brings BullMQ's tables in the schema `queue` to this program's version and gives the relay login what it needs, and
 * nothing else. Run after `migrate` by the same administrator; idempotent; two programs at once take turns.
 */
export async function migrateQueues(adminUrl: string): Promise<void> {
  const client = new Client({
    connectionString: adminUrl,
    options: '-c role=otzyv_owner -c lock_timeout=10000 -c timezone=UTC',
  });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('otzyv queues'))");
    await runMigrations(client, QUEUE_SCHEMA);
    await client.query(RIGHTS);
  } finally {
    await client.end();
  }
}

// BullMQ makes one sequence per queue on the first bulk insert. The relay may create nothing, so a narrow function of
// the owner makes it beforehand. The rest is found by watching what adding, claiming, finishing and stalling touch.
const RIGHTS = `
  BEGIN;
  CREATE OR REPLACE FUNCTION ${QUEUE_SCHEMA}.open_queue(p_queue text) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE v_sequence text := 'bullmq_jid_' || md5(p_queue);
  BEGIN
    IF p_queue !~ '^[a-z][a-z0-9-]{0,99}$' THEN RAISE EXCEPTION 'not a queue name'; END IF;
    IF to_regclass('${QUEUE_SCHEMA}.' || v_sequence) IS NOT NULL THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(hashtext('otzyv queue sequences'));
    EXECUTE format('CREATE SEQUENCE IF NOT EXISTS ${QUEUE_SCHEMA}.%I', v_sequence);
    EXECUTE format('GRANT USAGE ON SEQUENCE ${QUEUE_SCHEMA}.%I TO otzyv_relay', v_sequence);
  END $$;
  REVOKE ALL ON SCHEMA ${QUEUE_SCHEMA} FROM PUBLIC;
  REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${QUEUE_SCHEMA} FROM PUBLIC;
  GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO otzyv_relay;
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${QUEUE_SCHEMA} TO otzyv_relay;
  GRANT SELECT ON ${QUEUE_SCHEMA}.migration, ${QUEUE_SCHEMA}.job_dependency TO otzyv_relay;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ${QUEUE_SCHEMA}.job, ${QUEUE_SCHEMA}.event, ${QUEUE_SCHEMA}.meta TO otzyv_relay;
  GRANT USAGE ON SEQUENCE ${QUEUE_SCHEMA}.job_seq, ${QUEUE_SCHEMA}.event_seq TO otzyv_relay;
  COMMIT;
`;
