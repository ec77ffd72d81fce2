import { DEMO_PASSWORD } from '../../demo-association/demo-people.ts';
import { clockNow, moveClockTo } from '../demo-clock.ts';
import { eventually, verify } from '../demo-failure.ts';
import type { DemoStage } from '../demo-stage.ts';
import { clientOf, coordinatorOf } from './record-families.ts';
import { dayIn } from './school-answers.ts';

interface Escalation {
  readonly id: string;
  readonly version: number;
  readonly stage: string;
  readonly step: string;
  readonly authorityId: string | null;
  readonly letterId: string | null;
  readonly packFileId: string | null;
  readonly approvedBy: string | null;
}
interface Deadline {
  readonly ruleId: string;
  readonly status: string;
  readonly dueOn: string;
  readonly dueAt: string;
}

/** 5: school B stays silent; the term passes; the complaint is drafted, approved by a second person and filed. */
export async function escalate(stage: DemoStage): Promise<void> {
  const demoCase = stage.cases[1];
  verify(demoCase !== undefined, 'case B');
  const coordinator = coordinatorOf(stage);
  const branch = `/v1/branches/${stage.branchId}`;
  const clocks = await eventually('clocks of request B', 20, async () => {
    const { items } = await coordinator.get<{ items: Deadline[] }>(
      `${branch}/requests/${demoCase.requestId}/deadlines`,
    );
    return items.length > 0 ? items : null;
  });
  const first = clocks.map(({ dueAt }) => Date.parse(dueAt)).sort((a, b) => a - b)[0] ?? 0;
  await moveClockTo(stage.server, new Date(first + 3_600_000));
  stage.say(
    `the clock was moved to one hour after the first term, ${clocks.map(({ dueOn }) => dueOn).sort()[0] ?? ''}`,
  );
  const drafted = await eventually('the sweep opens the rung and the complaint is drafted', 30, async () => {
    const { items } = await coordinator.get<{ items: Escalation[] }>(
      `${branch}/escalations?requestId=${demoCase.requestId}`,
    );
    return items.find((one) => one.stage === 'drafted') ?? null;
  });
  verify(drafted.step === 'roskomnadzor', 'the complaint goes to Roskomnadzor');
  const office = await coordinator.get<{ fullName: string }>(`${branch}/authorities/${drafted.authorityId ?? ''}`);
  verify(office.fullName.includes('Татарстан'), `the office of the school’s region, not ${office.fullName}`);
  const approved = await approve(stage, drafted);
  await keepComplaint(stage, approved, demoCase.caseNumber);
  await file(stage, approved);
}

async function keepComplaint(stage: DemoStage, drafted: Escalation, caseNumber: string): Promise<void> {
  const coordinator = coordinatorOf(stage);
  const branch = `/v1/branches/${stage.branchId}`;
  const complaint = await coordinator.download(`${branch}/letters/${drafted.letterId ?? ''}/pdf`);
  verify(complaint.subarray(0, 5).toString() === '%PDF-', 'the complaint is a PDF');
  const pack = await coordinator.download(`${branch}/files/${drafted.packFileId ?? ''}/content`);
  verify(pack.subarray(0, 2).toString() === 'PK', 'the evidence is a ZIP');
  await stage.artefacts.keep(`${caseNumber}-complaint.pdf`, complaint);
  await stage.artefacts.keep(`${caseNumber}-evidence.zip`, pack);
  stage.say('complaint drafted with the calculation of the term; evidence packed with its inventory');
}

async function approve(stage: DemoStage, drafted: Escalation): Promise<Escalation> {
  const path = `/v1/branches/${stage.branchId}/escalations/${drafted.id}`;
  const call = { version: drafted.version };
  const alone = await coordinatorOf(stage).call<{ code: string }>('POST', `${path}/approval`, call);
  verify(alone.status === 403, 'a coordinator has no right to approve');
  const lawyer = clientOf(stage, 'lawyer@kazan');
  await lawyer.confirm(DEMO_PASSWORD);
  // Each further term that runs out drafts the complaint anew; what is approved is the newest draft.
  const approved = await eventually('the lawyer approves the newest draft', 20, async () => {
    const { version } = await lawyer.get<Escalation>(path);
    const answer = await lawyer.call<Escalation>('POST', `${path}/approval`, { version });
    verify(answer.status === 200 || answer.status === 412, `approval or a newer draft, not ${answer.status}`);
    return answer.status === 200 ? answer.body : null;
  });
  verify(approved.stage === 'approved' && approved.approvedBy !== null, 'a second person, the lawyer, approved');
  stage.say('approved by the lawyer; the coordinator could not');
  return approved;
}

async function file(stage: DemoStage, approved: Escalation): Promise<void> {
  const coordinator = coordinatorOf(stage);
  const path = `/v1/branches/${stage.branchId}/escalations/${approved.id}`;
  await coordinator.confirm(DEMO_PASSWORD);
  const filedOn = dayIn('Europe/Moscow', await clockNow(stage.server));
  const body = { channel: 'official_site_esia', filedOn, registrationNumber: '01-11-2026/4711' };
  const unfit = await coordinator.call<{ code: string }>('POST', `${path}/filing`, {
    version: approved.version,
    body: { ...body, channel: 'email_plain' },
  });
  verify(
    unfit.status === 422 && unfit.body.code === 'escalations.channel-unfit',
    'a complaint by e-mail is refused: state bodies do not consider it since 30.03.2025',
  );
  const filed = await coordinator.expect<Escalation>(200, 'POST', `${path}/filing`, {
    version: approved.version,
    body,
  });
  verify(filed.stage === 'filed', 'the complaint is filed');
  const { items } = await coordinator.get<{ items: Deadline[] }>(`${path}/deadlines`);
  const running = items.filter(({ status }) => status === 'armed');
  verify(
    running.some(({ ruleId }) => ruleId === 'appeal30d'),
    'the 30 days of 59-ФЗ run',
  );
  stage.escalationId = approved.id;
  stage.say(
    `filed over the office’s portal; its own clocks run until ${running
      .map(({ dueOn }) => dueOn)
      .sort()
      .join(' and ')}`,
  );
}
