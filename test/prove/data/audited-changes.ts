import type { Client } from 'pg';
import type { PromiseProof, Verdict } from '../promise.ts';
import { Canaries } from './canaries.ts';
import { needsAStory } from './needs-a-story.ts';
import { OwnSystem } from './own-system.ts';
import { Story } from './story.ts';
import { tellBranches } from './told-branches.ts';
import { tellFamilies } from './told-families.ts';
import { tellRequests } from './told-requests.ts';
import { tryRoutes, withoutIds, writeRoutes } from './tried-routes.ts';

/** Tables whose changes say nothing about a case by themselves, each with the reason why it needs no entry. */
const TECHNICAL: Readonly<Record<string, string>> = {
  outbox: 'work that is asked for; what it does is logged where it is done',
  idempotency_keys: 'answers kept for a repeated call',
  branch_counters: 'numbers that are given out',
  request_counts: 'sums that the database keeps of requests, whose own changes are logged',
  request_count_changes: 'sums that the database keeps of requests, whose own changes are logged',
  imports: 'progress of a file; who began, ran, paused and undid it is logged with each of these',
  import_rows: 'what was understood of a line; the family that comes of it is logged',
  import_schools: 'schools that a file names; choosing one is logged',
  notifications: 'what a person was told, and whether they have read it; each telling is logged',
  digests: 'what was mailed to a person; how each ended is logged',
  deadline_reminders: 'when somebody is to be told; each telling is logged',
  vault_keys: 'made when first needed',
  key_rotations: 'progress of an exchange, which is logged at its end',
  audit_entries: 'the log itself',
  audit_heads: 'the log itself',
  inbound_mails: 'mail as it came, before it is matched and recorded',
  delivery_attempts: 'technical record of a hand-over; its outcome is logged with the message',
};

/** Updates that only ask for work or hold it, of tables whose other changes are watched. */
const SETTLED: Readonly<Record<string, string>> = {
  // The sweep moves the hour of the next one; what people set is logged.
  digest_settings: 'WHEN (OLD.version IS DISTINCT FROM NEW.version)',
  // While a worker has a letter in hand, claims and marks come and go; how it ended is what is logged.
  messages: "WHEN (NEW.state <> 'sending')",
  // The sweep marks what it announces; the job that it asks for logs the passing.
  deadlines: 'WHEN (OLD.announced_at IS NOT DISTINCT FROM NEW.announced_at)',
};

interface Spoilt {
  readonly before?: (admin: Client) => Promise<void>;
}

/** 34: no transaction changes the state of a case without an audit entry of its own. */
export const auditedChanges: PromiseProof = {
  id: '34-audited-changes',
  ciSize: 40,
  sabotageSize: 20,
  run: ({ n }) => watch(n, {}),
  sabotages: [
    { name: 'the log writes nothing', run: ({ n }) => watch(n, { before: logNothing }) },
    { name: 'one kind of entry is skipped', run: ({ n }) => watch(n, { before: skipOneKind }) },
    { name: 'the entry is written after the commit', run: ({ n }) => watch(n, { before: writeLate }) },
  ],
};

async function watch(n: number, { before }: Spoilt): Promise<Verdict> {
  const system = await OwnSystem.start();
  try {
    const admin = await system.admin();
    try {
      await watchTables(admin);
      await before?.(admin);
      const story = await Story.begin(system, new Canaries());
      await story.tell(n);
      await story.furtherChanges();
      await tellRequests(story);
      await tellFamilies(story, admin);
      await tellBranches(story, admin);
      const silent = await silentChanges(admin);
      const tried = await tryRoutes(async (database) => {
        await watchTables(database);
        await before?.(database);
      }, silentChanges);
      const { rows: seen } = await admin.query<{ transactions: number; tables: number }>(
        'SELECT count(DISTINCT tx)::int AS transactions, count(DISTINCT name)::int AS tables FROM watched.changes',
      );
      const kinds = [...new Set([...silent, ...tried.seen])];
      const uncovered = writeRoutes()
        .map(withoutIds)
        .filter((route) => !story.called.has(route) && !tried.succeeded.has(route));
      const surprising = uncovered.filter((route) => needsAStory[route] === undefined);
      return {
        n: seen[0]?.transactions ?? 0,
        violations: silent.length + tried.seen.length + surprising.length,
        details: {
          tables: seen[0]?.tables,
          routes: writeRoutes().length,
          uncovered: uncovered.length,
          surprising,
          silent: kinds.slice(0, 10),
        },
      };
    } finally {
      await admin.end();
    }
  } finally {
    await system.remove();
  }
}

/** What changed in transactions that left no entry, one line for each of them. */
async function silentChanges(admin: Client): Promise<string[]> {
  const { rows } = await admin.query<{ tables: string }>(
    `SELECT string_agg(DISTINCT name || ' ' || op, ', ' ORDER BY name || ' ' || op) AS tables FROM watched.changes c
     WHERE NOT EXISTS (SELECT FROM watched.entries e WHERE e.tx = c.tx) GROUP BY tx`,
  );
  return rows.map(({ tables }) => tables);
}

/** Notes, in the transaction itself, what changed and whether the log grew; in a schema that the program knows nothing of. */
async function watchTables(admin: Client): Promise<void> {
  await admin.query(`
    CREATE SCHEMA watched;
    CREATE TABLE watched.changes (tx xid8, name text, op text);
    CREATE TABLE watched.entries (tx xid8);
    CREATE FUNCTION watched.change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN INSERT INTO watched.changes VALUES (pg_current_xact_id(), TG_TABLE_NAME, TG_OP); RETURN NULL; END $$;
    CREATE FUNCTION watched.entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN INSERT INTO watched.entries VALUES (pg_current_xact_id()); RETURN NULL; END $$;
    GRANT USAGE ON SCHEMA watched TO PUBLIC;
    CREATE TRIGGER watched_entry AFTER INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION watched.entry();
  `);
  const { rows } = await admin.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'branch_id'
       AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')`,
  );
  for (const { name } of rows.filter((table) => TECHNICAL[table.name] === undefined)) {
    const settled = SETTLED[name] ?? '';
    await admin.query(`
      CREATE TRIGGER watched_change AFTER INSERT OR DELETE ON ${name} FOR EACH ROW EXECUTE FUNCTION watched.change();
      CREATE TRIGGER watched_update AFTER UPDATE ON ${name} FOR EACH ROW ${settled} EXECUTE FUNCTION watched.change();
    `);
  }
}

async function logNothing(admin: Client): Promise<void> {
  await admin.query(`CREATE OR REPLACE FUNCTION audit_append(p_entries jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$ BEGIN RETURN; END $$`);
}

async function skipOneKind(admin: Client): Promise<void> {
  await admin.query(`
    CREATE FUNCTION watched.skip() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW.action = 'families.create' THEN RETURN NULL; END IF; RETURN NEW; END $$;
    CREATE TRIGGER skipped BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION watched.skip();
  `);
}

/** What is written in another transaction can be lost; here it is as if it always were another one. */
async function writeLate(admin: Client): Promise<void> {
  await admin.query(`CREATE OR REPLACE FUNCTION watched.entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN INSERT INTO watched.entries VALUES ((pg_current_xact_id()::text::bigint + 1000000)::text::xid8); RETURN NULL; END $$`);
}
