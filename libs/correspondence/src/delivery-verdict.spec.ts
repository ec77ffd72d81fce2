import type { DeliveryResult } from '#mail';
import { deliveryVerdict } from './delivery-verdict.ts';
import { MOST_ATTEMPTS } from './retry-delay.ts';

const refused = (permanent: boolean, phase: 'auth' | 'rcpt' | 'final'): DeliveryResult => ({
  kind: 'refused',
  permanent,
  phase,
  response: '5xx no',
  refusedRecipients: [],
});
const notSent: DeliveryResult = { kind: 'not-sent', phase: 'connect', reason: 'connection-refused' };

test.each<[string, DeliveryResult]>([
  ['refuse', refused(true, 'rcpt')],
  ['refuse', refused(true, 'final')],
  ['postpone', refused(false, 'rcpt')],
  ['postpone', refused(false, 'final')],
  // A wrong password is no fault of the letter.
  ['postpone', refused(true, 'auth')],
  ['postpone', notSent],
  ['loseTrack', { kind: 'unknown', phase: 'body', reason: 'connection-lost' }],
  ['loseTrack', { kind: 'unknown', phase: 'final', reason: 'timeout' }],
  ['accept', { kind: 'accepted', code: 250, response: '250 ok', acceptedAt: new Date(), refusedRecipients: [] }],
])('%s', (verb, result) => {
  expect(deliveryVerdict(result, 1).verb).toBe(verb);
});

test('the last attempt gives up, but never what may have arrived', () => {
  expect(deliveryVerdict(notSent, MOST_ATTEMPTS - 1).verb).toBe('postpone');
  expect(deliveryVerdict(notSent, MOST_ATTEMPTS).verb).toBe('giveUp');
  const lost: DeliveryResult = { kind: 'unknown', phase: 'final', reason: 'timeout' };
  expect(deliveryVerdict(lost, MOST_ATTEMPTS).verb).toBe('loseTrack');
});
