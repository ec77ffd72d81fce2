import type { Client } from 'pg';
import { DEMO_PASSWORD } from '../../../apps/cli/src/demo-association/demo-people.ts';
import type { DemoClient } from '../../../apps/cli/src/demo/demo-client.ts';
import type { School, Story } from './story.ts';

interface Made {
  readonly id: string;
}

/** What ends a family, moves it to another branch, or opens one that is sealed. */
export async function tellFamilies(story: Story, admin: Client): Promise<void> {
  const [school] = story.schools;
  if (school === undefined) throw new Error('The directory holds no school.');
  const branchAdmin = await story.signIn('admin@kazan.demo.test');
  await processing(story, school);
  await parts(story, school);
  await merge(story, school);
  await breakGlass(story, school, branchAdmin);
  await handOver(story, school, admin);
  const { id } = await story.recordFamily(school);
  await branchAdmin.confirm(DEMO_PASSWORD);
  const body = { reason: story.canaries.text(), requestedBy: 'guardian' };
  await story.write(202, `families/${id}/erasure`, { as: branchAdmin, body });
}

async function processing(story: Story, school: School): Promise<void> {
  const { id, guardians } = await story.recordFamily(school);
  const consents = `families/${id}/processing-consents`;
  const body = { purpose: 'case_work', how: 'paper', textVersion: '2026-09', givenOn: '2026-01-10' };
  const given = await story.write<Made>(201, consents, { body: { guardianId: guardians[0]?.id, ...body } });
  await story.write(200, `${consents}/${given.id}/withdrawal`, { body: { withdrawnOn: '2026-02-01' } });
}

/** What hangs from a family is corrected under the family's own version; a note has one of its own. */
async function parts(story: Story, school: School): Promise<void> {
  const made = await story.recordFamily(school);
  const family = `families/${made.id}`;
  const contact = await story.write<Made & { version: number }>(
    201,
    `${family}/guardians/${made.guardians[0]?.id ?? ''}/contacts`,
    { body: { kind: 'phone', value: story.canaries.phone() } },
  );
  const correct = async (path: string, body: object) => {
    const { version } = await story.coordinator.get<{ version: number }>(`${story.at}/${family}`);
    await story.write(200, `${family}/${path}`, { method: 'PATCH', version, body });
  };
  await correct(`contacts/${contact.id}`, { quality: 'wrong' });
  await story.write(204, `${family}/contacts/${contact.id}`, { method: 'DELETE' });
  await correct(`enrolments/${made.children[0]?.enrolmentId ?? ''}`, { classLabel: '4 «Б»' });
  await correct(`consents/${made.consents[0]?.id ?? ''}`, { givenOn: '2025-09-02' });
  const note = await story.write<Made>(201, `${family}/notes`, { body: { text: story.canaries.text() } });
  await story.write(200, `${family}/notes/${note.id}`, { method: 'PATCH', version: 1, body: { pinned: true } });
  await story.write(204, `${family}/notes/${note.id}`, { method: 'DELETE' });
}

async function merge(story: Story, school: School): Promise<void> {
  const [into, merged] = [await story.recordFamily(school), await story.recordFamily(school)];
  const merges = `families/${into.id}/merges`;
  const { id } = await story.write<Made>(201, merges, { version: 1, body: { mergedId: merged.id, mergedVersion: 1 } });
  // A worker seals anew what was moved; until it has, nothing of the two is moved again.
  await story.until(async () => {
    const undo = `${story.at}/${merges}/${id}/undo`;
    return (await story.coordinator.call('POST', undo, { body: {} })).status === 200 ? true : null;
  }, 'the merge is undone');
  story.called.add('POST /v1/branches/{}/families/{}/merges/{}/undo');
}

async function breakGlass(story: Story, school: School, branchAdmin: DemoClient): Promise<void> {
  const { id } = await story.recordFamily(school);
  const lawyer = await story.signIn('lawyer@kazan.demo.test');
  await story.write(201, `families/${id}/seal`, { as: lawyer, body: { reason: story.canaries.text() } });
  const body = { reason: 'Школа звонит прямо сейчас.', minutes: 5 };
  const first = await story.write<Made>(201, `families/${id}/break-glass`, { body });
  await story.write(200, `break-glass-events/${first.id}/review`, { as: branchAdmin });
  const second = await story.write<Made>(201, `families/${id}/break-glass`, { as: branchAdmin, body });
  const overseer = await story.signIn('association@demo.test');
  const { items } = await overseer.get<{ items: Made[] }>('/v1/associations');
  const events = `/v1/associations/${items[0]?.id ?? ''}/break-glass-events`;
  await story.write(204, `${events}/${second.id}/review`, { as: overseer });
}

async function handOver(story: Story, school: School, admin: Client): Promise<void> {
  const receiver = await story.signIn('coordinator@omsk.demo.test');
  const me = await receiver.get<{ id: string; branches: { id: string }[] }>('/v1/me');
  const there = me.branches[0]?.id ?? '';
  // The other branch of the demo has no administrator; arranged beside the triggers that watch.
  await admin.query('SET session_replication_role = replica');
  await admin.query(`UPDATE memberships SET role = 'branch_admin' WHERE person_id = $1`, [me.id]);
  await admin.query('SET session_replication_role = DEFAULT');
  const offered = async (): Promise<Made & { familyId: string }> => {
    const { id: familyId, guardians } = await story.recordFamily(school);
    const consent = { guardianId: guardians[0]?.id, givenOn: '2026-02-01' };
    const made = await story.write<Made>(201, `families/${familyId}/hand-overs`, {
      body: { toBranchId: there, consent },
    });
    return { ...made, familyId };
  };
  const revoked = await offered();
  await story.write(204, `families/${revoked.familyId}/hand-overs/${revoked.id}`, { method: 'DELETE' });
  const incoming = `/v1/branches/${there}/incoming-families`;
  await story.write(204, `${incoming}/${(await offered()).id}/reject`, { as: receiver });
  await story.write(201, `${incoming}/${(await offered()).id}/accept`, { as: receiver });
}
