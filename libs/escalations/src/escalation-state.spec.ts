import { escalationStages, type EscalationVerb, stageAfter } from './escalation-state.ts';

const table: Record<EscalationVerb, string> = {
  //             opened drafted approved filed answered closed
  draft: /*   */ 'drafted drafted - - - -',
  approve: /* */ '- approved - - - -',
  file: /*    */ '- - filed - - -',
  close: /*   */ 'closed closed closed closed closed -',
};

test.each(Object.entries(table))('%s goes where it may and nowhere else', (verb, row) => {
  const expected = row.split(' ').map((stage) => (stage === '-' ? null : stage));
  expect(escalationStages.map((stage) => stageAfter(stage, verb as EscalationVerb))).toEqual(expected);
});
