import { DEMO_PASSWORD } from '../../../apps/cli/src/demo-association/demo-people.ts';
import { handSignedPage } from '../../../apps/cli/src/demo/hand-signed-page.ts';
import { dayIn } from '../../../apps/cli/src/demo/steps/school-answers.ts';
import type { RequestAnswer, School, Story } from './story.ts';

interface Rung {
  readonly id: string;
  readonly version: number;
  readonly stage: string;
  readonly authorityId: string | null;
}

/** Ways that a case takes seldom: returned, passed on, reopened, planned for many systems, complained about. */
export async function tellRequests(story: Story): Promise<void> {
  const [school, other] = story.schools;
  if (school === undefined || other === undefined) throw new Error('The directory holds too few schools.');

  const handed = await ready(story, school);
  await story.fileByPost(handed);
  await story.write(200, `requests/${handed.id}/return`, {
    ...{ version: await versionOf(story, `requests/${handed.id}`), body: { reason: 'undelivered' } },
  });
  const passed = await ready(story, school);
  await story.fileByPost(passed);
  await story.write(200, `requests/${passed.id}/transfer`, {
    ...{ version: await versionOf(story, `requests/${passed.id}`), body: { authorityId: other.id } },
  });
  const answered = await story.exchange(await ready(story, school), school);
  const closed = await story.write<RequestAnswer>(200, `requests/${answered.id}/closure`, {
    version: answered.version,
  });
  await story.write(200, `requests/${closed.id}/reopening`, { version: closed.version });
  await extend(story, school);
  await plan(story, school);
  await complain(story, school);
}

async function ready(story: Story, school: School, demand?: string): Promise<RequestAnswer> {
  const family = await story.recordFamily(school);
  const scan = await story.upload(family.id, 'signed-letter', 'скан.pdf', handSignedPage());
  return story.openRequest(family, school, scan, demand);
}

async function versionOf(story: Story, path: string): Promise<number> {
  return (await story.coordinator.get<{ version: number }>(`${story.at}/${path}`)).version;
}

/** The addressee writes that it needs longer. */
async function extend(story: Story, school: School): Promise<void> {
  const asked = await ready(story, school, 'stop_processing');
  const { waiting, messageId } = await story.correspond(asked, school);
  const { items } = await story.coordinator.get<{ items: { id: string; ruleId: string; status: string }[] }>(
    `${story.at}/requests/${asked.id}/deadlines`,
  );
  await story.write(200, `requests/${asked.id}/checklists/refusal_exact_ground?message=${messageId}`, {
    ...{ method: 'PUT', version: 1, body: { state: 'not_applicable', note: story.canaries.text() } },
  });
  story.called.add('PUT /v1/branches/{}/requests/{}/checklists/{}');
  const clock = items.find(({ ruleId, status }) => ruleId === 'stop10wd' && status === 'armed');
  await story.write(200, `requests/${asked.id}/deadlines/${clock?.id ?? ''}/extension`, {
    ...{ version: waiting.version, body: { messageId, reason: 'volume' } },
  });
}

async function plan(story: Story, school: School): Promise<void> {
  const { id, guardians, children } = await story.recordFamily(school);
  const wish = { guardianId: guardians[0]?.id, childIds: children.map((one) => one.id), systemCodes: ['school_site'] };
  const { digest } = await story.write<{ digest: string }>(200, `families/${id}/plan`, { body: wish });
  const addressees = [{ key: `school:${school.id}`, authorityId: school.id }];
  await story.write(201, `families/${id}/plan/requests`, {
    body: { ...wish, addressees, acknowledgement: { digest, on: dayIn('Europe/Moscow', new Date()) } },
  });
}

/** A refusal without reasons opens a rung; a second person approves what is filed. */
async function complain(story: Story, school: School): Promise<void> {
  const { id: requestId } = await story.exchange(await ready(story, school), school, 'refused_unreasoned');
  const drafted = await story.until(async () => {
    const { items } = await story.coordinator.get<{ items: Rung[] }>(`${story.at}/escalations?requestId=${requestId}`);
    return items.find(({ stage }) => stage === 'drafted') ?? null;
  }, 'the complaint is drafted');
  const path = `escalations/${drafted.id}`;
  const { version } = await story.write<Rung>(200, `${path}/route`, {
    ...{ version: drafted.version, body: { authorityId: drafted.authorityId } },
  });
  const lawyer = await story.signIn('lawyer@kazan.demo.test');
  await lawyer.confirm(DEMO_PASSWORD);
  const approved = await story.until(async () => {
    const newest = await lawyer.get<Rung>(`${story.at}/${path}`);
    const approval = `${story.at}/${path}/approval`;
    const answer = await lawyer.call<Rung>('POST', approval, { version: Math.max(version, newest.version) });
    return answer.status === 200 ? answer.body : null;
  }, 'the newest draft is approved');
  story.called.add('POST /v1/branches/{}/escalations/{}/approval');
  await story.coordinator.confirm(DEMO_PASSWORD);
  const body = {
    ...{ channel: 'registered_post', filedOn: dayIn('Europe/Moscow', new Date()) },
    registrationNumber: story.canaries.number(),
  };
  const filed = await story.write<Rung>(200, `${path}/filing`, { version: approved.version, body });
  const { familyId } = await story.coordinator.get<{ familyId: string }>(`${story.at}/${path}`);
  const fileId = await story.upload(familyId, 'other', 'уведомление.pdf', handSignedPage());
  const { items } = await story.coordinator.get<{ items: { id: string; ruleId: string }[] }>(
    `${story.at}/${path}/deadlines`,
  );
  const clock = items.find(({ ruleId }) => ruleId === 'appeal30d');
  await story.write(200, `${path}/deadlines/${clock?.id ?? ''}/extension`, {
    ...{ version: filed.version, body: { fileId, noticedOn: body.filedOn, reason: 'volume' } },
  });
  await story.write(200, `${path}/closure`, { version: filed.version + 1 });
}
