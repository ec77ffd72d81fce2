import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { Client } from 'pg';
import { z } from 'zod';
import { ConfigurationError, loadConfig } from '#config';
import { openDatabase } from '#database';
import { Problem } from '#kernel';
import { calendarDataSchema, deadlineRulesSchema } from '#law';
import { CalendarEditions } from '#requests';
import { refuseBound } from './backup/refuse-bound.ts';

/** What terms are counted by, for the whole installation. */
export const calendarCommand = new Command('calendar').description(
  'Load production calendars and rules, see which deadlines would move, apply',
);

calendarCommand
  .command('load <file>')
  .description(
    'keep a calendar (JSON as libs/law/data/calendar-ru.json, with the years that are new); says what it changes',
  )
  .option('--dry-run', 'only say what it would change')
  .action(async (file: string, { dryRun }: { dryRun?: boolean }) => {
    const edition = await readAs(file, calendarDataSchema);
    await withEditions(async (editions) => {
      const { version, difference, branches } = await editions.preview(edition);
      for (const year of difference.added) say(`${year}: a year that was missing`);
      for (const { year, was, is } of difference.statuses) say(`${year}: ${was} -> ${is}`);
      for (const { day, works } of difference.days)
        say(`${day}: ${works ? 'a working day now' : 'no working day any more'}`);
      branches.forEach(sayMoves);
      if (dryRun === true) return;
      if (!(await editions.load(edition))) {
        throw new ConfigurationError(`There is a calendar "${version}" already. A new edition needs a new version.`);
      }
      say(`Loaded. It counts once it is applied: otzyv calendar apply ${version}`);
    });
  });

calendarCommand
  .command('apply <version>')
  .description('count by this calendar from now on; the open deadlines of every branch are computed anew')
  .action(async (version: string) => {
    await withEditions(async (editions) => {
      const branches = await editions.apply(version);
      if (branches === null) throw new ConfigurationError(`No calendar "${version}" was loaded.`);
      say(`${version} is in force; ${branches} branches were asked to compute their open deadlines anew.`);
    });
  });

calendarCommand
  .command('load-rules <file>')
  .description('keep new versions of deadline rules (JSON as libs/law/data/deadline-rules.json); in force at once')
  .option('--dry-run', 'only say which open deadlines would move')
  .action(async (file: string, { dryRun }: { dryRun?: boolean }) => {
    const rules = await readAs(file, deadlineRulesSchema);
    await withEditions(async (editions) => {
      for (const branch of await editions.previewRules(rules)) sayMoves(branch);
      if (dryRun === true) return;
      say(`${await editions.loadRules(rules)} versions were new; those that are known stayed as they are.`);
    });
  });

async function readAs<S extends z.ZodType>(file: string, schema: S): Promise<z.output<S>> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new ConfigurationError(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : ''}`);
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success)
    throw new ConfigurationError(`${file} is not as it should be:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

async function withEditions(work: (editions: CalendarEditions) => Promise<void>): Promise<void> {
  const database = await openDatabase(loadConfig(), { attach: true });
  if (database.adminUrl === undefined) throw new ConfigurationError('Calendars need DATABASE_URL.');
  const client = new Client({ connectionString: database.adminUrl, options: '-c timezone=UTC -c lock_timeout=10000' });
  await client.connect();
  try {
    await refuseBound(client);
    await work(new CalendarEditions(client));
  } catch (error) {
    if (error instanceof Problem) throw new ConfigurationError(error.textIn('en'));
    throw error;
  } finally {
    await client.end();
    await database.close();
  }
}

function sayMoves({ branchId, moves }: Awaited<ReturnType<CalendarEditions['previewRules']>>[number]): void {
  const { open, moved, earlier, later, confirmed, uncomputable } = moves;
  say(
    `branch ${branchId}: ${open} open deadlines, ${moved} would move (${earlier} earlier, ${later} later), ` +
      `${confirmed} provisional ones would be settled, ${uncomputable} could not be computed`,
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
