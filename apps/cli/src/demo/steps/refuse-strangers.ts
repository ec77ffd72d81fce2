import { verify } from '../demo-failure.ts';
import type { DemoStage } from '../demo-stage.ts';
import { clientOf } from './record-families.ts';

interface AuditPage {
  readonly items: readonly { readonly action: string; readonly actor: { readonly as: string } }[];
}

/** 6: strangers are refused by the database, and the log knows who did what. */
export async function refuseStrangers(stage: DemoStage): Promise<void> {
  const [demoCase] = stage.cases;
  verify(demoCase !== undefined, 'case A');
  const own = `/v1/branches/${stage.branchId}`;
  const otherBranch = clientOf(stage, 'coordinator@omsk');
  const volunteer = clientOf(stage, 'volunteer@kazan');
  const omsk = (await otherBranch.get<{ branches: readonly { id: string }[] }>('/v1/me')).branches[0]?.id ?? '';
  const attempts = [
    await otherBranch.call<{ code: string }>('GET', `${own}/families/${demoCase.familyId}`),
    await otherBranch.call<{ code: string }>('GET', `/v1/branches/${omsk}/families/${demoCase.familyId}`),
    await volunteer.call<{ code: string }>('GET', `${own}/families/${demoCase.familyId}`),
    await volunteer.call<{ code: string }>('GET', `${own}/requests/${demoCase.requestId}`),
    await volunteer.call<{ code: string }>('GET', `${own}/messages/${demoCase.messageId}`),
  ];
  verify(
    attempts.every(({ status, body }) => status === 404 && body.code === 'not-found'),
    'each of five attempts answers 404',
  );
  const list = await volunteer.get<{ items: readonly unknown[] }>(`${own}/families`);
  verify(list.items.length === 0, 'an unassigned volunteer’s list is empty');
  stage.say('a coordinator of another branch and an unassigned volunteer: 5 attempts, 5 times "not found"');

  const auditor = clientOf(stage, 'auditor@kazan');
  for (const action of [
    'requests.submit',
    'requests.answer',
    'deadlines.pass',
    'escalations.approve',
    'escalations.file',
  ]) {
    const { items } = await auditor.get<AuditPage>(`${own}/audit-entries?action=${action}`);
    verify(items.length > 0, `the log has ${action}`);
  }
  const chain = await auditor.get<{ intact: boolean; entries: number }>(`${own}/audit-chain`);
  verify(chain.intact && chain.entries > 0, 'the audit chain verifies');
  const unreadable = await auditor.call<{ code: string }>('GET', `${own}/families/${demoCase.familyId}`);
  verify(unreadable.status === 403, 'the auditor reads the log and no family');
  const newest = await auditor.get<AuditPage>(`${own}/audit-entries?limit=200`);
  await stage.artefacts.keep('audit-log.json', `${JSON.stringify(newest.items, null, 2)}\n`);
  stage.say(`the log holds ${chain.entries} entries, its chain verifies from the first to the last`);
}
