import request from 'supertest';
import { newId } from '#kernel';
import type { ApiServer, SignedIn } from './api-server.ts';

/** Who administers an association, and one branch of it. */
export interface Overseer extends SignedIn {
  readonly associationId: string;
}

/** A branch «Казанское» of the giver's with people, a family with papers of the old operator, and who may receive it. */
export interface TwoAssociations {
  readonly giver: Overseer;
  readonly receiver: Overseer;
  readonly branchId: string;
  readonly head: SignedIn;
  readonly familyId: string;
  readonly guardianId: string;
  /** @param version of the branch, when it has changed since. */
  offer(more?: object, version?: number): request.Test;
  accept(offer: { id: string; version: number }, who?: Overseer): request.Test;
  decide(step: 'revocation' | 'rejection', offer: { id: string; version: number }, who: Overseer): request.Test;
}

export async function overseerOf(api: ApiServer): Promise<Overseer> {
  const person = await api.signIn({ role: 'association_admin' });
  const [row] = await api.database.asAdmin<{ id: string }>(
    `INSERT INTO association_admins (association_id, person_id) SELECT association_id, $2 FROM branches WHERE id = $1
     RETURNING association_id AS id`,
    [person.branchId, person.id],
  );
  return { ...person, associationId: row?.id ?? '' };
}

const personal = { surname: 'Приметная', givenName: 'Вера', patronymic: 'Ильинична' };

export async function twoAssociations(api: ApiServer): Promise<TwoAssociations> {
  const [giver, receiver] = [await overseerOf(api), await overseerOf(api)];
  const post = (path: string, body: object, who: SignedIn) =>
    request(api.server).post(path).set(who.headers).send(body);
  const settings = { name: 'Казанское', regionCode: '16', casePrefix: 'ПРЕ', postalAddress: 'Казань' };
  const responsible = { name: 'Ольга Союзная', position: 'председатель', email: `${newId()}@people.test` };
  const branches = `/v1/associations/${giver.associationId}/branches`;
  const opened = await post(branches, { ...settings, responsible }, giver).expect(201);
  const branchId = opened.body.id as string;
  const head = await api.signIn({ role: 'branch_admin', branchId });
  const family = await post(
    `/v1/branches/${branchId}/families`,
    {
      dataSource: 'guardian_in_person',
      guardians: [{ relation: 'parent', name: personal, postalAddress: 'Казань' }],
      children: [{ name: personal, birthDate: '2015-01-02' }],
      mandate: { guardianIndex: 0, scope: 'submit', signedOn: '2026-01-10' },
    },
    head,
  ).expect(201);
  const [familyId, guardianId] = [family.body.id as string, family.body.guardians[0].id as string];
  await post(
    `/v1/branches/${branchId}/families/${familyId}/processing-consents`,
    { guardianId, purpose: 'case_work', how: 'paper', textVersion: '2026-01', givenOn: '2026-01-10' },
    head,
  ).expect(201);
  const list = await request(api.server).get(branches).set(giver.headers).expect(200);
  const { version = 0 } =
    (list.body.items as { id: string; version: number }[]).find(({ id }) => id === branchId) ?? {};
  const stepOf = ({ associationId }: Overseer, { id }: { id: string }, step: string) =>
    `/v1/associations/${associationId}/branch-offers/${id}/${step}`;
  return {
    ...{ giver, receiver, branchId, head, familyId, guardianId },
    offer: (more = {}, at = version) => {
      const body = { toAssociationId: receiver.associationId, reason: 'Объединения сливаются', ...more };
      return post(`${branches}/${branchId}/offers`, body, giver).set('if-match', `"${at}"`);
    },
    accept: (offer, who = receiver) =>
      post(stepOf(who, offer, 'acceptance'), {}, who).set('if-match', `"${offer.version}"`),
    decide: (step, offer, who) => {
      const body = step === 'rejection' ? { reason: 'Не готовы' } : {};
      return post(stepOf(who, offer, step), body, who).set('if-match', `"${offer.version}"`);
    },
  };
}
