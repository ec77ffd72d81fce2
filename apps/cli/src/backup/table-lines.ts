import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Client } from 'pg';

const PAGE = 500;

/** Columns that PostgreSQL computes by itself cannot be put back. */
export async function storedColumns(client: Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** Writes the table as gzipped lines of JSON; resolves to their number. Inside the caller's snapshot. */
export function writeTable(client: Client, table: string, file: string): Promise<number> {
  return writeLines(client, `SELECT to_jsonb(t)::text AS line FROM ${table} t`, file);
}

/** @param query with the one column `line`. */
export async function writeLines(client: Client, query: string, file: string): Promise<number> {
  const zip = createGzip();
  const target = createWriteStream(file, { mode: 0o600, flags: 'w' });
  zip.pipe(target);
  await client.query(`DECLARE lines NO SCROLL CURSOR FOR ${query}`);
  let total = 0;
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${PAGE} FROM lines`);
    if (rows.length === 0) break;
    total += rows.length;
    if (!zip.write(rows.map(({ line }) => `${line}\n`).join(''))) await once(zip, 'drain');
  }
  await client.query('CLOSE lines');
  zip.end();
  await finished(target);
  return total;
}

/**
 * Puts the lines of a file into an empty table; resolves to their number.
 * @param rowOf the row in a line as JSON; null: the line is none of this table.
 */
export async function readTable(
  client: Client,
  table: string,
  file: string,
  rowOf: (line: string) => string | null = (line) => line,
): Promise<number> {
  const columns = (await storedColumns(client, table)).map((name) => `"${name}"`).join(', ');
  let [total, page]: [number, string[]] = [0, []];
  const put = async () => {
    if (page.length === 0) return;
    await client.query(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
      [`[${page.join(',')}]`],
    );
    total += page.length;
    page = [];
  };
  for await (const line of createInterface({
    input: createReadStream(file).pipe(createGunzip()),
    crlfDelay: Infinity,
  })) {
    const row = rowOf(line);
    if (row !== null) page.push(row);
    if (page.length >= PAGE) await put();
  }
  await put();
  return total;
}
