import { runKilledImport } from '../../support/killed-import.ts';
import type { PromiseProof, Verdict } from '../promise.ts';

const KILLS = 2;

/** A file of families and one of schools come in through the API while the worker is killed: every line counts once. */
export const killedImports: PromiseProof = {
  id: 'killed-imports',
  ciSize: 3_000,
  sabotageSize: 2_000,
  run: ({ n }) => bringIn(n, n, []),
  sabotages: [
    {
      name: 'results of lines lost',
      run: ({ n }) => bringIn(n, 0, [forgetting('import_rows', 'INSERT OR UPDATE', 'NEW.line % 7 = 0')]),
    },
    {
      // Only both together: each alone is caught by the other.
      name: 'position lost and people not recognised',
      run: ({ n }) =>
        bringIn(n, 0, [
          overwriting('imports', 'UPDATE', 'NEW.position := 0; NEW.rows_done := OLD.rows_done + 500'),
          overwriting('guardians', 'INSERT', 'NEW.phone_index := NULL; NEW.email_index := NULL'),
          overwriting('children', 'INSERT', 'NEW.person_index := NULL'),
          overwriting('import_rows', 'INSERT OR UPDATE', "NEW.result := 'ok'"),
        ]),
    },
  ],
};

async function bringIn(families: number, schools: number, sabotage: readonly string[]): Promise<Verdict> {
  const sizes = [
    { kind: 'families', rows: families },
    { kind: 'schools', rows: Math.ceil(schools * 0.4) },
  ] as const;
  const reports = [];
  for (const { kind, rows } of sizes) {
    if (rows > 0) reports.push({ kind, rows, ...(await runKilledImport({ kind, rows, kills: KILLS, sabotage })) });
  }
  return {
    n: reports.reduce((sum, { rows }) => sum + rows, 0),
    violations: reports.reduce((sum, { violations }) => sum + violations.length, 0),
    details: { reports },
  };
}

function forgetting(table: string, events: string, when: string): string {
  return trigger(table, events, `IF ${when} THEN RETURN NULL; END IF`);
}

function overwriting(table: string, events: string, what: string): string {
  return trigger(table, events, what);
}

function trigger(table: string, events: string, what: string): string {
  return `CREATE FUNCTION sabotage_${table}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN ${what}; RETURN NEW; END $$;
    CREATE TRIGGER sabotage BEFORE ${events} ON ${table} FOR EACH ROW EXECUTE FUNCTION sabotage_${table}();`;
}
