import type { Client } from 'pg';
import type { Story } from './story.ts';

interface Made {
  readonly id: string;
  readonly version: number;
}

interface ImportView extends Made {
  readonly status: string;
}

/** Members, administrators, the shared directory, undecided letters and tables of families that come in. */
export async function tellBranches(story: Story, admin: Client): Promise<void> {
  await people(story);
  await handOver(story, admin);
  await directory(story);
  await settle(story, admin);
  await imports(story, admin);
  await templates(story);
}

async function people(story: Story): Promise<void> {
  const { id: personId } = await (await story.signIn('coordinator@magadan.demo.test')).get<Made>('/v1/me');
  await story.write(201, 'members', {
    as: await story.signIn('admin@kazan.demo.test'),
    body: { personId, role: 'volunteer' },
  });
  const overseer = await story.signIn('association@demo.test');
  const { items } = await overseer.get<{ items: Made[] }>('/v1/associations');
  const admins = `/v1/associations/${items[0]?.id ?? ''}/admins`;
  await story.write(201, admins, { as: overseer, body: { personId } });
  await story.write(204, `${admins}/${personId}`, { as: overseer, method: 'DELETE' });
}

/** One person words a letter, another approves it, and it is taken back before any case uses it. */
async function templates(story: Story): Promise<void> {
  const author = await story.signIn('lawyer@kazan.demo.test');
  const second = await story.signIn('admin@kazan.demo.test');
  const body = { kind: 'cover-note', scope: 'branch', wording: '[title]\nПисьмо' };
  const { id, version } = await story.write<Made>(201, 'letter-templates', { as: author, body });
  const path = `letter-templates/${id}`;
  const approved = await story.write<Made>(200, `${path}/approval`, { as: second, version });
  await story.write(200, `${path}/withdrawal`, { as: second, version: approved.version });
}

/** A branch of its own is offered three times: taken back, declined, taken over. The other association is arranged. */
async function handOver(story: Story, admin: Client): Promise<void> {
  const [giver, receiver] = [await story.signIn('association@demo.test'), await story.signIn('admin@kazan.demo.test')];
  const { id: personId } = await receiver.get<Made>('/v1/me');
  const [from] = (await giver.get<{ items: Made[] }>('/v1/associations')).items;
  const { rows } = await admin.query<{ id: string }>(
    `WITH made AS (INSERT INTO associations (id, name) VALUES (gen_random_uuid(), 'Другой союз') RETURNING id)
     INSERT INTO association_admins (association_id, person_id) SELECT id, $1 FROM made RETURNING association_id AS id`,
    [personId],
  );
  const at = (association: string | undefined) => `/v1/associations/${association ?? ''}`;
  const body = { name: 'Уходящее', regionCode: '16', casePrefix: 'УХО', postalAddress: '420000, г. Казань' };
  const branch = await story.write<Made>(201, `${at(from?.id)}/branches`, { as: giver, body });
  const offer = () =>
    story.write<Made>(201, `${at(from?.id)}/branches/${branch.id}/offers`, {
      ...{ as: giver, version: branch.version, body: { toAssociationId: rows[0]?.id, reason: 'Союзы сливаются' } },
    });
  const decide = async (step: string, as: typeof giver, association: string | undefined, more: object) => {
    const { id, version } = await offer();
    await story.write(200, `${at(association)}/branch-offers/${id}/${step}`, { as, version, body: more });
  };
  await decide('revocation', giver, from?.id, {});
  await decide('rejection', receiver, rows[0]?.id, { reason: 'Не готовы' });
  await decide('acceptance', receiver, rows[0]?.id, {});
}

async function directory(story: Story): Promise<void> {
  const school = { kind: 'school', regionCode: '16', postalAddress: '420000, г. Казань', emails: [] };
  const named = (shortName: string) => ({ body: { ...school, shortName, fullName: shortName } });
  const first = await story.write<Made>(201, 'authorities', named('Школа № 901'));
  const second = await story.write<Made>(201, 'authorities', named('Школа № 902'));
  const changed = await story.write<Made>(200, `authorities/${first.id}`, {
    ...{ method: 'PATCH', version: first.version, body: { shortName: 'Школа № 903' } },
  });
  const corrections = `authorities/${first.id}/corrections`;
  const { items } = await story.coordinator.get<{ items: Made[] }>(`${story.at}/${corrections}`);
  await story.write(200, `${corrections}/${items[0]?.id ?? ''}/undo`, {
    ...{ version: changed.version, body: { reason: 'ошибка' } },
  });
  await story.write(201, `authorities/${first.id}/succession`, {
    body: { successorId: second.id, kind: 'joined', effectiveOn: '2026-01-10', source: 'Приказ' },
  });
  const fact = await story.write<Made>(201, 'system-facts', {
    body: { systemCode: 'sferum', regionCode: '16', source: 'Приказ' },
  });
  await story.write(204, `system-facts/${fact.id}`, { method: 'DELETE', version: fact.version });
}

/** The connection broke after the last dot: arranged beside the triggers that watch. */
async function settle(story: Story, admin: Client): Promise<void> {
  const found = await story.coordinator.get<{ items: Made[] }>(`${story.at}/messages?state=sent`);
  const id = found.items[0]?.id ?? '';
  await admin.query('SET session_replication_role = replica');
  await admin.query(`UPDATE messages SET state = 'unknown' WHERE id = $1`, [id]);
  await admin.query('SET session_replication_role = DEFAULT');
  await story.write(200, `messages/${id}/settle`, { body: { as: 'sent', reason: 'The school confirmed it.' } });
}

const HEAD = 'ФИО представителя;Телефон;Почтовый адрес;ФИО ребёнка;Дата рождения;Класс;Школа';

async function imports(story: Story, admin: Client): Promise<void> {
  const line = (school: string) => {
    const surname = story.canaries.name();
    return `${surname} Анна Игоревна;;г. Казань, ул. ${surname}, д. 1;${surname} Илья Олегович;05.05.2015;3А;${school}`;
  };
  const one = await upload(story, [HEAD, line('Школа, которой нет'), line('Школа, которой нет')].join('\r\n'));
  const { items } = await story.coordinator.get<{ items: Made[] }>(`${story.at}/${one}/schools?decision=unknown`);
  await story.write(200, `${one}/schools/${items[0]?.id ?? ''}/choice`, {
    body: { authorityId: story.schools[0]?.id },
  });
  const { version } = await settled(story, one);
  await story.write(200, one, { method: 'PATCH', version, body: { acceptDoubts: true } });
  await settled(story, one);
  await story.write(202, `${one}/run`, {});
  await settled(story, one);
  await story.write(202, `${one}/undo`, {});
  await settled(story, one);
  // A run is over too soon to be caught at it; the state stands for one that is under way.
  const two = await upload(story, [HEAD, line('Школа, которой нет')].join('\r\n'));
  await settled(story, two);
  await admin.query('SET session_replication_role = replica');
  await admin.query(`UPDATE imports SET status = 'running' WHERE id = $1`, [two.slice('imports/'.length)]);
  await admin.query('SET session_replication_role = DEFAULT');
  await story.write(200, `${two}/pause`, {});
  await story.write(200, `${two}/cancel`, {});
}

async function upload(story: Story, table: string): Promise<string> {
  const path = `${story.at}/imports?kind=families&source=guardian_form_import`;
  const { id } = await story.coordinator.upload(path, story.canaries.fileName(), Buffer.from(table), 'text/csv');
  story.called.add('POST /v1/branches/{}/imports');
  await settled(story, `imports/${id}`);
  return `imports/${id}`;
}

function settled(story: Story, path: string): Promise<ImportView> {
  return story.until(async () => {
    const view = await story.coordinator.get<ImportView>(`${story.at}/${path}`);
    return ['checking', 'running', 'undoing'].includes(view.status) ? null : view;
  }, 'the import settles');
}
