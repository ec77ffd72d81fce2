import { localDate } from '#kernel';
import { deadlineRulesFor, defaultDemandPlan, type DemandCode, demandKind } from './index.ts';

const received = localDate('2026-11-24');

test.each<[DemandCode, string[]]>([
  ['consent_withdrawal', ['withdraw30d']],
  ['stop_processing', ['stop10wd']],
  ['third_party_ban', ['stop10wd', 'withdraw30d']],
  ['distribution_stop', ['distribution3wd']],
  ['destruction', ['withdraw30d']],
  ['destruction_confirmation', ['access10wd']],
  ['access_request', ['access10wd']],
  ['access_request_repeat', ['access10wd', 'repeat_wait30d']],
  ['automated_decision_objection', ['objection30d']],
  ['refusal_of_consent', []],
  ['general_appeal', ['appeal_reg3d', 'appeal30d']],
])('%s starts the clocks %j by default', (code, expected) => {
  const clocks = deadlineRulesFor(code, received);
  expect(clocks.filter((clock) => clock.isDefault).map((clock) => clock.rule.id)).toEqual(expected);
});

test('the shorter clocks of destruction wait for a person to confirm their condition', () => {
  const conditional = deadlineRulesFor('destruction', received).filter((clock) => !clock.isDefault);
  expect(conditional.map((clock) => clock.rule.id)).toEqual([
    'destroy7wd',
    'rectify7wd',
    'unlawful_stop3wd',
    'unlawful_destroy10wd',
    'purpose30d',
  ]);
  for (const clock of conditional) expect(clock.condition?.ru.length).toBeGreaterThan(10);
});

test('the combined statement makes five demands in order', () => {
  expect(defaultDemandPlan).toEqual([
    'consent_withdrawal',
    'stop_processing',
    'third_party_ban',
    'destruction',
    'access_request',
  ]);
});

test('the basis is cited by act, article and part', () => {
  expect(demandKind('stop_processing').legalBasis).toEqual([{ act: '152-ФЗ', article: '21', parts: ['5.1'] }]);
});
