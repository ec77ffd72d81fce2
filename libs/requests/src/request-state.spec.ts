import { requestStages, requestTransitions, stageAfter, type RequestVerb } from './request-state.ts';

const table: Record<RequestVerb, string> = {
  //            draft ready submitted received answered closed withdrawn returned transferred
  prepare: /*  */ 'ready ready - - - - - ready -',
  submit: /*   */ '- submitted - - - - - - -',
  acknowledge: '- - received received - - - - -',
  answer: /*   */ '- - answered answered answered - - - -',
  return: /*   */ '- - returned returned - - - - -',
  transfer: /* */ '- - transferred transferred transferred - - - -',
  close: /*    */ '- - - - closed - - - -',
  reopen: /*   */ '- - - - - answered - - -',
  withdraw: /* */ 'withdrawn withdrawn withdrawn withdrawn withdrawn - - withdrawn -',
};

test.each(Object.entries(table))('%s goes where it may and nowhere else', (verb, row) => {
  const expected = row.split(' ').map((stage) => (stage === '-' ? null : stage));
  expect(requestStages.map((stage) => stageAfter(stage, verb as RequestVerb))).toEqual(expected);
});

test('every stage can be reached from a draft', () => {
  const reached = new Set(['draft']);
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    for (const { from, to } of Object.values(requestTransitions)) {
      if (from.some((stage) => reached.has(stage))) reached.add(to);
    }
  }
  expect([...reached].sort()).toEqual([...requestStages].sort());
});
