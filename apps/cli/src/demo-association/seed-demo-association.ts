import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { PeopleService } from '#access';
import type { Config } from '#config';
import type { OpenDatabase } from '#database';
import { newId } from '#kernel';
import { demoAuthorities } from './demo-authorities.ts';
import { DEMO_ASSOCIATION, demoBranches } from './demo-branches.ts';
import { demoFamily } from './demo-families.ts';
import { DEMO_PASSWORD, demoLogins } from './demo-people.ts';
import { SeedingApi } from './seeding-api.ts';

const FAMILIES = 40;

/**
 * Fills an empty database with the demo association, through the API's own doors where there are any. Resolves to false
 * where an association exists. A server that was given by DATABASE_URL is somebody's own: it is filled only on demand.
 */
export async function seedDemoAssociation(
  api: NestFastifyApplication,
  config: Config,
  database: OpenDatabase,
  options: { readonly evenOnRealServers?: boolean } = {},
): Promise<boolean> {
  const given = config.database.adminUrl !== undefined || config.database.appUrl !== undefined;
  if (database.adminUrl === undefined || (given && options.evenOnRealServers !== true)) return false;
  const admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    // The lock lets a second seeder wait and then find the association there.
    await admin.query("SELECT pg_advisory_lock(hashtext('otzyv demo association'))");
    const { rowCount } = await admin.query('SELECT FROM associations LIMIT 1');
    if (rowCount !== 0) return false;
    const branchIds = await addOrganisations(admin);
    await addPeople(admin, api.get(PeopleService), branchIds);
    await addCases(api, branchIds);
    return true;
  } finally {
    await admin.end();
  }
}

async function addOrganisations(admin: Client): Promise<Map<string, string>> {
  const associationId = newId();
  await admin.query('INSERT INTO associations (id, name) VALUES ($1, $2)', [associationId, DEMO_ASSOCIATION]);
  const ids = new Map<string, string>();
  for (const { name, casePrefix, regionCode, timeZone, postalAddress } of demoBranches) {
    const id = newId();
    ids.set(casePrefix, id);
    await admin.query(
      `INSERT INTO branches (id, association_id, name, case_prefix, region_code, time_zone, postal_address)
        VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, associationId, name, casePrefix, regionCode, timeZone, postalAddress],
    );
  }
  return ids;
}

async function addPeople(admin: Client, people: PeopleService, branchIds: ReadonlyMap<string, string>): Promise<void> {
  for (const { email, name, role, branch } of demoLogins) {
    const personId = await people.register({ email, name, password: DEMO_PASSWORD });
    if (branch === null) continue;
    await admin.query('INSERT INTO memberships (branch_id, id, person_id, role) VALUES ($1, $2, $3, $4)', [
      branchIds.get(branch),
      newId(),
      personId,
      role,
    ]);
    if (role !== 'association_admin') continue;
    await admin.query('INSERT INTO association_admins (association_id, person_id) SELECT id, $1 FROM associations', [
      personId,
    ]);
  }
}

async function addCases(api: NestFastifyApplication, branchIds: ReadonlyMap<string, string>): Promise<void> {
  for (const [turn, { casePrefix, regionCode }] of demoBranches.entries()) {
    const login = demoLogins.find(({ branch, role }) => branch === casePrefix && role === 'coordinator');
    const seeding = await SeedingApi.signIn(api, login?.email ?? '', DEMO_PASSWORD, branchIds.get(casePrefix) ?? '');
    const schoolIds: string[] = [];
    for (const authority of demoAuthorities.filter((one) => one.regionCode === regionCode)) {
      const { id } = await seeding.post('authorities', authority);
      if (authority.kind === 'school') schoolIds.push(id);
    }
    for (let index = turn; index < FAMILIES; index += demoBranches.length) {
      await seeding.post('families', demoFamily(index, schoolIds));
    }
  }
}
