import { newId } from '#kernel';
import { type ApiServer, type SignedIn, startApiServer } from '../../support/api-server.ts';
import { type Caller, callers, CUSTOM_ROLE, KEY_SCOPES } from './callers.ts';
import { bodyOf, callOver } from './http-call.ts';
import type { Relation } from './relations.ts';
import { seedDirectoryRecords, seedProposal } from './seed-directory-records.ts';
import { seedBranchRecords } from './seed-branch-records.ts';
import { type Ids, seedFamily } from './seeded-family.ts';

/** Two branches on a real database behind a real port; each caller, and one more of each whose membership was revoked. */
export interface World {
  readonly api: ApiServer;
  readonly base: string;
  readonly members: Readonly<Record<Caller, SignedIn>>;
  readonly former: Readonly<Record<Caller, SignedIn>>;
  /** What a call about this relation names. */
  readonly ids: Readonly<Record<Relation, Ids>>;
  /** The same with other families, for routes that change who sees one. */
  readonly spareIds: Readonly<Record<Relation, Ids>>;
  close(): Promise<void>;
}

export async function openWorld(options: Parameters<typeof startApiServer>[0] = {}): Promise<World> {
  const api = await startApiServer(options);
  try {
    return await settle(api);
  } catch (error) {
    await api.close();
    throw error;
  }
}

async function settle(api: ApiServer): Promise<World> {
  await api.app.listen(0, '127.0.0.1');
  const base = await api.app.getUrl();
  const [home, away] = [await api.givenBranch(), await api.givenBranch()];
  const customRole = await addCustomRole(api, home);
  const members = await everyCaller((caller) => signInAs({ api, base, home, customRole }, caller));
  const former = await everyCaller((caller) => signInAs({ api, base, home, customRole }, caller));
  const bystander = (await api.givenPerson({ branchId: home, role: 'volunteer' })).id;
  const { accessToken: token } = await api.signIn({ role: 'coordinator', branchId: home });
  const authority = await seedSchool(base, home, token);
  const shared = await seedDirectoryRecords(api, authority);
  const seed = () => seedFamily({ ...{ api, base, branch: home, token, authority, bystander } });
  const stranger = await api.signIn({ role: 'branch_admin', branchId: away });
  const guest = (await api.givenPerson({ branchId: away, role: 'volunteer' })).id;
  const foreign = await seedFamily({
    ...{ api, base, branch: away, token: stranger.accessToken, authority, bystander: guest },
  });

  const [own, unassigned, ended, sealed] = [await seed(), await seed(), await seed(), await seed()];
  const assign = async ({ family }: Ids) => {
    const path = `/v1/branches/${home}/families/${family ?? ''}/assignments`;
    const made: string[] = [];
    for (const { id: personId } of [members.volunteer, members['custom-role']]) {
      const body = { personId, reason: 'Помогает' };
      const { id } = bodyOf(await callOver(base, { method: 'POST', path, token, body }), 201);
      made.push(`${path}/${String(id)}`);
    }
    return made;
  };
  await assign(own);
  const [spareOwn, spareUnassigned, spareSealed] = [await seed(), await seed(), await seed()];
  await assign(spareOwn);
  for (const path of await assign(ended)) bodyOf(await callOver(base, { method: 'DELETE', path, token }), 204);
  for (const { family } of [sealed, spareSealed]) {
    await api.database.asAdmin(
      `INSERT INTO sealed_families (branch_id, family_id, reason_sealed, sealed_by) VALUES ($1, $2, '', $3)`,
      [home, family, newId()],
    );
  }
  const ofHome = {
    ...(await seedBranchRecords(api, home, members.association_admin.id, members.branch_admin.accessToken)),
    proposal: await seedProposal(api, home, authority, bystander),
  };
  const ofAway = {
    ...(await seedBranchRecords(api, away, stranger.id, stranger.accessToken)),
    proposal: await seedProposal(api, away, authority, guest),
  };
  const formerIds = Object.values(former).map(({ id }) => id);
  await api.database.asAdmin('UPDATE memberships SET revoked_at = now() WHERE person_id = ANY($1)', [formerIds]);

  const nobodys = Object.fromEntries(
    Object.keys({ ...own, ...ofHome, ...shared }).map((key) => [
      key,
      key === 'branch' ? home : key === 'position' ? '1' : newId(),
    ]),
  );
  const idsWith = (family: Ids, lonely: Ids, hidden: Ids): Record<Relation, Ids> => ({
    own: { ...family, ...ofHome, ...shared },
    unassigned: { ...lonely, ...ofHome, ...shared },
    'assignment-ended': { ...(lonely === unassigned ? ended : lonely), ...ofHome, ...shared },
    sealed: { ...hidden, ...ofHome, ...shared },
    absent: nobodys,
    // The ids of the other branch, asked for in one's own and in theirs.
    foreign: { ...foreign, ...ofAway, ...shared, branch: home },
    'other-branch': { ...foreign, ...ofAway, ...shared },
    'membership-revoked': { ...family, ...ofHome, ...shared },
    'no-sign-in': { ...family, ...ofHome, ...shared },
  });
  return {
    ...{ api, base, members, former },
    ids: idsWith(own, unassigned, sealed),
    spareIds: idsWith(spareOwn, spareUnassigned, spareSealed),
    close: () => api.close(),
  };
}

async function everyCaller(make: (caller: Caller) => Promise<SignedIn>): Promise<Record<Caller, SignedIn>> {
  const made = {} as Record<Caller, SignedIn>;
  for (const caller of callers) made[caller] = await make(caller);
  return made;
}

async function addCustomRole(api: ApiServer, branch: string): Promise<string> {
  const code = newId();
  await api.database.asAdmin(
    `INSERT INTO roles (code, reach, association_id, name, permissions)
     SELECT $1, $2, association_id, 'Читатель', $3 FROM branches WHERE id = $4`,
    [code, CUSTOM_ROLE.reach, [...CUSTOM_ROLE.permissions], branch],
  );
  return code;
}

/** A key calls by itself: it takes the place of the token of the branch admin who made it. */
async function signInAs(
  { api, base, home, customRole }: { api: ApiServer; base: string; home: string; customRole: string },
  caller: Caller,
): Promise<SignedIn> {
  if (caller === 'custom-role') {
    const person = await api.signIn({ role: 'volunteer', branchId: home });
    await api.database.asAdmin('UPDATE memberships SET role = $2 WHERE person_id = $1', [person.id, customRole]);
    return person;
  }
  if (caller !== 'api-key') return api.signIn({ role: caller, branchId: home });
  const owner = await api.signIn({ role: 'branch_admin', branchId: home });
  const made = bodyOf(
    await callOver(base, {
      ...{ method: 'POST', path: `/v1/branches/${home}/api-keys`, token: owner.accessToken },
      body: { name: 'Выгрузка', scopes: [...KEY_SCOPES] },
    }),
    201,
  );
  const accessToken = String(made['key']);
  return { ...owner, accessToken, headers: { authorization: `Bearer ${accessToken}` } };
}

async function seedSchool(base: string, branch: string, token: string): Promise<string> {
  const body = {
    ...{ kind: 'school', regionCode: '16', shortName: 'Школа № 1', fullName: 'МБОУ «Школа № 1»' },
    ...{ postalAddress: '420000, Казань, ул. Школьная, 1' },
    head: { position: 'Директор', fullName: 'Примерный Пётр Ильич', gender: 'male' },
    emails: [{ address: 'office@school.test', source: 'сайт школы', observedOn: '2026-09-01' }],
  };
  const path = `/v1/branches/${branch}/authorities`;
  return String(bodyOf(await callOver(base, { method: 'POST', path, token, body }), 201)['id']);
}
