import { ROLES, permissionsOf } from '#access';
import { actionsNow } from './request-actions.ts';
import { requestStages } from './request-state.ts';

const facts = { letterPrepared: false, letterSigned: false, outcomesMissing: 2, replies: 0 };
const coordinator = permissionsOf('coordinator');
const allowed = (stage: (typeof requestStages)[number], more: Partial<typeof facts> = {}, who = coordinator) =>
  actionsNow(stage, { ...facts, ...more }, who)
    .filter((one) => one.allowed)
    .map(({ action }) => action);

test('the straight way offers one step after the other', () => {
  expect(allowed('draft')).toEqual(['prepare', 'withdraw']);
  expect(allowed('ready', { letterPrepared: true })).toEqual(['prepare', 'sign', 'withdraw']);
  expect(allowed('ready', { letterPrepared: true, letterSigned: true })).toContain('submit');
  expect(allowed('submitted')).toEqual(['return', 'transfer', 'withdraw']);
  expect(allowed('submitted', { replies: 1 })).toContain('classify');
  expect(allowed('answered', { outcomesMissing: 0, replies: 1 })).toContain('close');
  expect(allowed('closed')).toEqual(['reopen']);
  expect(allowed('returned')).toEqual(['prepare', 'withdraw']);
  expect(allowed('transferred')).toEqual([]);
});

test('what may not be done says everything that stands against it, in both languages', () => {
  const submit = actionsNow('ready', { ...facts, letterPrepared: true }, permissionsOf('volunteer')).find(
    ({ action }) => action === 'submit',
  );
  expect(submit?.reasons.map(({ code }) => code)).toEqual(['requests.signature-missing', 'access.permission-missing']);
  expect(submit?.reasons[0]?.ru).toContain('не подписано');
  expect(submit?.reasons[0]?.en).toContain('not signed');
});

test.each(requestStages)('at %s an action is either allowed or explained, for every role', (stage) => {
  for (const role of Object.keys(ROLES)) {
    for (const { allowed: may, reasons } of actionsNow(stage, facts, permissionsOf(role))) {
      expect(may).toBe(reasons.length === 0);
    }
  }
});
