import type { TestDatabase } from '../../support/test-database.ts';
import { type FilledBranches, fillBranches } from '../filled-branches.ts';
import { names } from './names.ts';

/** The tokens by which each of `names` is found, for one branch. */
export type TokensOf = (database: TestDatabase, branch: string) => Promise<readonly (readonly string[])[]>;

/**
 * Families of one guardian and one child, names as unevenly spread as in life: their search tokens, and beside them the
 * names in the clear under the same policies, for the limit program.
 */
export async function fillNames(rows: number, tokensOf: TokensOf): Promise<FilledBranches> {
  let prepared = false;
  const filled = await fillBranches(rows, async (database, branch, size) => {
    if (!prepared) for (const statement of PREPARE) await database.asAdmin(statement);
    prepared = true;
    const tokens = (await tokensOf(database, branch)).flatMap((list, word) =>
      list.map((token) => [word, token] as const),
    );
    await database.asAdmin('TRUNCATE bench_tokens');
    await database.asAdmin('INSERT INTO bench_tokens SELECT * FROM unnest($1::int[], $2::bigint[])', [
      tokens.map(([word]) => word),
      tokens.map(([, token]) => token),
    ]);
    const { surnames, givenNames, patronymics, all } = names;
    const counts = [surnames.length, givenNames.length, patronymics.length];
    await database.asAdmin(FAMILIES, [branch, size]);
    await database.asAdmin(PEOPLE, [branch, ...counts, all]);
    await database.asAdmin(TOKENS, [branch]);
  });
  for (const statement of FINISH) await filled.database.asAdmin(statement);
  return filled;
}

// Indexes are built once, after the rows.
const PREPARE = [
  `CREATE TABLE bench_people (branch_id uuid NOT NULL DEFAULT current_branch(), family_id uuid NOT NULL, words int[],
     name text NOT NULL)`,
  'CREATE UNLOGGED TABLE bench_tokens (word int NOT NULL, token bigint NOT NULL)',
  'ALTER TABLE family_search_tokens DROP CONSTRAINT family_search_tokens_pkey',
  'DROP INDEX family_search_tokens_family',
];
const FAMILIES = `
  INSERT INTO families (branch_id, id, number, initials_sealed, data_source, created_by)
    SELECT $1, gen_random_uuid(), g, '', 'guardian_in_person', gen_random_uuid() FROM generate_series(1, $2::int) g`;
const PEOPLE = `
  INSERT INTO bench_people
    SELECT $1, family_id, words, array_to_string(ARRAY(SELECT ($5::text[])[w + 1] FROM unnest(words) w), ' ') FROM (
      SELECT id AS family_id, ARRAY[floor($2 * random() ^ 2)::int, $2 + floor($3 * random() ^ 2)::int,
        $2 + $3 + floor($4 * random() ^ 2)::int, $2 + floor($3 * random() ^ 2)::int] AS words
      FROM families WHERE branch_id = $1) drawn`;
const TOKENS = `
  INSERT INTO family_search_tokens (branch_id, token, family_id)
    SELECT DISTINCT $1::uuid, t.token, p.family_id FROM bench_people p, unnest(p.words) w JOIN bench_tokens t ON t.word = w
    WHERE p.branch_id = $1`;
const FINISH = [
  'ALTER TABLE family_search_tokens ADD PRIMARY KEY (branch_id, token, family_id)',
  'CREATE INDEX family_search_tokens_family ON family_search_tokens (branch_id, family_id)',
  'ALTER TABLE bench_people ADD PRIMARY KEY (branch_id, family_id)',
  'ALTER TABLE bench_people ENABLE ROW LEVEL SECURITY',
  `CREATE POLICY bench_people_branch ON bench_people AS RESTRICTIVE FOR ALL TO otzyv_app
     USING (branch_id = (SELECT current_branch()))`,
  'CREATE POLICY bench_people_members ON bench_people FOR ALL TO otzyv_app USING (true)',
  `CREATE POLICY bench_people_family ON bench_people AS RESTRICTIVE FOR ALL TO otzyv_app USING (
     CASE (SELECT current_reach()) WHEN 'branch' THEN family_id NOT IN (SELECT family_id FROM sealed_families)
       OR family_id IN (SELECT family_id FROM my_assigned_families) ELSE false END)`,
  'GRANT SELECT ON bench_people TO otzyv_app',
  `CREATE FUNCTION bench_ilike(p_branch uuid, p_person uuid, p_patterns text[], p_limit int) RETURNS TABLE (id uuid)
     LANGUAGE plpgsql AS $$
   BEGIN
     PERFORM enter_branch(p_branch, p_person);
     RETURN QUERY SELECT family_id FROM bench_people WHERE branch_id = p_branch AND name ILIKE ALL (p_patterns)
       ORDER BY family_id DESC LIMIT p_limit;
   END $$`,
  'VACUUM ANALYZE family_search_tokens',
  'VACUUM ANALYZE bench_people',
];
