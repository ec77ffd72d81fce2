import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { Client } from 'pg';
import { isRole, PasswordPolicy, PeopleService } from '#access';
import { ConfigurationError, loadConfig } from '#config';
import { databaseProblems, type OpenDatabase, openDatabase } from '#database';
import { newId, Problem } from '#kernel';
import { createApi } from '../../api/src/create-api.ts';
import { mailRouteOf } from '../../mail-route.ts';
import { prepareDatabase } from './prepare-database.ts';

/** Who sees or decides most. */
const TWO_FACTORS = ['association_admin', 'branch_admin', 'lawyer'] as const;

interface Options {
  readonly name: string;
  readonly adminEmail: string;
  readonly adminName: string;
  readonly generatePassword?: boolean;
  readonly secondFactor: string;
}

export const createAssociationCommand = new Command('create-association')
  .description('Make an association and the person who administers it; branches are then opened over the API')
  .requiredOption('--name <name>', 'name of the association')
  .requiredOption('--admin-email <address>', 'address that the administrator signs in with')
  .requiredOption('--admin-name <name>', 'name of the administrator')
  .option('--generate-password', 'make a password and print it once, instead of reading one from standard input')
  .option(
    '--second-factor <roles>',
    'roles that need two factors to come in, with commas, or "none"',
    TWO_FACTORS.join(),
  )
  .action(async ({ name, adminEmail, adminName, generatePassword, secondFactor }: Options) => {
    const secondFactorRoles = rolesOf(secondFactor);
    if (!/^[^\s@]+@[^\s@]+$/.test(adminEmail)) throw new ConfigurationError(`--admin-email is not an e-mail address.`);
    // Never an argument: the list of processes shows those to everybody on the machine.
    const generated = generatePassword === true ? randomBytes(15).toString('base64url') : null;
    const password = generated ?? (await passwordFromInput());
    const database = await openDatabase(loadConfig(), { attach: true });
    try {
      await prepareDatabase(database);
      const association = { name, secondFactorRoles };
      const person = { email: adminEmail, name: adminName, password };
      const associationId = await createAssociation(database, association, person);
      process.stdout.write(`The association was made: ${associationId}\n`);
      if (generated !== null) process.stdout.write(`Password of the administrator, shown this once: ${generated}\n`);
      if (secondFactorRoles.includes('association_admin')) {
        process.stdout.write('Set up a second factor first: POST /v1/me/second-factor\n');
      }
      process.stdout.write('Sign in as the administrator and open a branch: POST /v1/associations/{id}/branches\n');
    } finally {
      await database.close();
    }
  });

/** Both or neither: the association appears when its administrator is registered. Resolves to its id. */
async function createAssociation(
  database: OpenDatabase,
  { name, secondFactorRoles }: { name: string; secondFactorRoles: readonly string[] },
  person: { email: string; name: string; password: string },
): Promise<string> {
  const config = loadConfig();
  const api = await createApi({ config, databaseUrl: database.appUrl, mailRoute: mailRouteOf(config) });
  const admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    api.get(PasswordPolicy).assertGood(person.password, [person.email, person.name], '/password');
    const associationId = newId();
    await admin.query('BEGIN');
    await admin.query('INSERT INTO associations (id, name, second_factor_default) VALUES ($1, $2, $3)', [
      associationId,
      name,
      secondFactorRoles,
    ]);
    const personId = await api.get(PeopleService).register(person);
    await admin.query('INSERT INTO association_admins (association_id, person_id) VALUES ($1, $2)', [
      associationId,
      personId,
    ]);
    await admin.query('COMMIT');
    return associationId;
  } catch (error) {
    if (error instanceof Problem && error.code === databaseProblems.conflict.code) {
      throw new ConfigurationError('Somebody is registered with this address already; nothing was changed.');
    }
    if (error instanceof Problem) throw new ConfigurationError(inWords(error));
    throw error;
  } finally {
    await admin.end();
    await api.close();
  }
}

function rolesOf(text: string): string[] {
  if (text === 'none') return [];
  const roles = text.split(',').map((role) => role.trim());
  const unknown = roles.find((role) => !isRole(role));
  if (unknown !== undefined) throw new ConfigurationError(`--second-factor names no role: "${unknown}".`);
  return roles;
}

async function passwordFromInput(): Promise<string> {
  if (process.stdin.isTTY) {
    throw new ConfigurationError('Pipe the password into standard input, or use --generate-password.');
  }
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

/** With the rule and the words of every fault, as the API would answer. */
function inWords(problem: Problem): string {
  const faults = problem.errors.map(({ rule, message }) => `${message.en} (${rule})`);
  return [problem.textIn('en'), ...faults, 'Nothing was changed.'].join(' ');
}
