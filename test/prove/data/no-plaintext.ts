import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Client } from 'pg';
import type { PromiseProof, Verdict } from '../promise.ts';
import { Canaries } from './canaries.ts';
import { OwnSystem } from './own-system.ts';
import { Story } from './story.ts';

/** Where personal data may stand in clear, as docs/security.md says: the catcher's folder, for trying out only. */
const INVENTORY: readonly string[] = ['data/caught-mail/'];

interface Look {
  readonly inventory?: readonly string[];
  /** Breaks something before the dump is taken. */
  readonly before?: (system: OwnSystem, admin: Client, canaries: Canaries) => Promise<void>;
}

/** 31: after full cases, no personal field is found anywhere outside the written inventory: database, queues, logs, files. */
export const noPlaintext: PromiseProof = {
  id: '31-no-plaintext',
  ciSize: 60,
  sabotageSize: 20,
  run: ({ n }) => look(n, {}),
  sabotages: [
    { name: 'a column in clear', run: ({ n }) => look(n, { before: plaintextColumn }) },
    { name: 'a name in a queue', run: ({ n }) => look(n, { before: nameInQueue }) },
    { name: 'a line of the log', run: ({ n }) => look(n, { before: lineOfLog }) },
    { name: 'a temporary file', run: ({ n }) => look(n, { before: temporaryFile }) },
    { name: 'the catcher is not in the inventory', run: ({ n }) => look(n, { inventory: [] }) },
  ],
};

async function look(n: number, { inventory = INVENTORY, before }: Look): Promise<Verdict> {
  const system = await OwnSystem.start();
  try {
    const canaries = new Canaries();
    const story = await Story.begin(system, canaries);
    await story.tell(n);
    const admin = await system.admin();
    try {
      await before?.(system, admin, canaries);
      const hits = new Map<string, number>();
      const sizes = { rows: 0, bytes: 0, files: 0 };
      const patterns = canaries.patterns();
      const search = (place: string, bytes: Buffer): void => {
        sizes.bytes += bytes.length;
        for (const pattern of patterns) {
          if (bytes.includes(pattern.bytes)) hits.set(`${place} (${pattern.name})`, (hits.get(place) ?? 0) + 1);
        }
      };
      sizes.rows = await searchDatabase(admin, search);
      search('log', Buffer.from(system.logs, 'utf8'));
      // WAL and data files too: what was deleted or updated may still lie there.
      await admin.query('CHECKPOINT');
      sizes.files = searchFiles(system.folder, search);
      const outside = [...hits.keys()].filter((place) => !inventory.some((allowed) => place.startsWith(allowed)));
      return {
        n: canaries.planted,
        violations: outside.length,
        details: {
          ...sizes,
          families: story.familyIds.length,
          inventoryHits: hits.size - outside.length,
          outside: outside.slice(0, 10),
        },
      };
    } finally {
      await admin.end();
    }
  } finally {
    await system.remove();
  }
}

/** Every row of every table of every schema, as text (which shows bytes as hexadecimal) and as the bytes they are. */
async function searchDatabase(admin: Client, search: (place: string, bytes: Buffer) => void): Promise<number> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  let count = 0;
  for (const { name } of tables) {
    const { rows } = await admin.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
    count += rows.length;
    const text = rows.map(({ line }) => line).join('\n');
    search(`table ${name}`, Buffer.from(text, 'utf8'));
    const bytes = [...text.matchAll(/\\x([0-9a-f]+)/g)].map(([, hex]) => Buffer.from(hex ?? '', 'hex'));
    if (bytes.length > 0) search(`table ${name} bytes`, Buffer.concat(bytes));
  }
  return count;
}

function searchFiles(folder: string, search: (place: string, bytes: Buffer) => void): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of files) {
    const path = join(entry.parentPath, entry.name);
    search(relative(folder, path), readFileSync(path));
  }
  return files.length;
}

async function plaintextColumn(_: OwnSystem, admin: Client, canaries: Canaries): Promise<void> {
  await admin.query('ALTER TABLE guardians ADD COLUMN name text');
  await admin.query('UPDATE guardians SET name = $1 WHERE id = (SELECT id FROM guardians LIMIT 1)', [canaries.name()]);
}

async function nameInQueue(_: OwnSystem, admin: Client, canaries: Canaries): Promise<void> {
  const payload = JSON.stringify({ to: canaries.email() });
  await admin.query("UPDATE outbox SET payload = $1 WHERE id = (SELECT id FROM outbox WHERE status = 'done' LIMIT 1)", [
    payload,
  ]);
}

function lineOfLog(system: OwnSystem, _: Client, canaries: Canaries): Promise<void> {
  system.logs += `{"level":"info","family":"${canaries.name()}"}\n`;
  return Promise.resolve();
}

async function temporaryFile(system: OwnSystem, _: Client, canaries: Canaries): Promise<void> {
  const { writeFile } = await import('node:fs/promises');
  await writeFile(join(system.temporary, 'letter.txt'), Buffer.from(canaries.text()).toString('base64'));
}
