import { bounceKind } from './bounce-kind.ts';

const refused = (permanent: boolean, response: string) => ({ address: 'info@school.test', permanent, response });

test.each([
  ['hard', true, '550 5.1.1 no such user'],
  ['hard', true, '550 no such user'],
  ['hard', true, '550 5.2.1 mailbox disabled'],
  ['soft', true, '552 5.2.2 mailbox full'],
  [null, true, '554 5.7.1 blocked by policy'],
  [null, false, '450 4.2.0 greylisted, come again'],
] as const)('%s', (kind, permanent, response) => {
  expect(bounceKind(refused(permanent, response))).toBe(kind);
});
