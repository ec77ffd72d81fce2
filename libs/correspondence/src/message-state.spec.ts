import { isSettled, messageStates, messageTransitions, type MessageVerb, stateAfter } from './message-state.ts';

const table: Record<MessageVerb, string> = {
  //               queued sending sent refused unknown failed recorded received bounced
  take: /*      */ 'sending sending - - - - - - -',
  accept: /*    */ '- sent - - - - - - -',
  refuse: /*    */ '- refused - - - - - - -',
  postpone: /*  */ '- queued - - - - - - -',
  giveUp: /*    */ '- failed - - - - - - -',
  loseTrack: /* */ '- unknown - - - - - - -',
  bounce: /*    */ '- - bounced - bounced - - - -',
  settleAsSent: '- - - - sent - - - -',
  settleAsNotSent: '- - - - queued - - - -',
};

test.each(Object.entries(table))('%s goes where it may and nowhere else', (verb, row) => {
  const expected = row.split(' ').map((state) => (state === '-' ? null : state));
  expect(messageStates.map((state) => stateAfter(state, verb as MessageVerb))).toEqual(expected);
});

test('no machine but the mail server that sends it back moves a message on from where others were told about it', () => {
  const byMachine = Object.entries(messageTransitions).filter(
    ([verb]) => verb !== 'bounce' && !verb.startsWith('settle'),
  );
  for (const [, { from }] of byMachine) expect(from.filter((state) => isSettled(state))).toEqual([]);
});
