import type { RecipientStatus } from '#mail';
import { failedRecipients } from './failed-recipients.ts';

const status = (recipient: string, more: Partial<RecipientStatus> = {}): RecipientStatus => ({
  ...{ recipient, action: 'failed', status: '5.1.1', diagnostic: 'smtp; 550 no such user' },
  ...more,
});
const report = (...recipients: RecipientStatus[]) => ({ deliveryStatus: { originalMessageId: null, recipients } });
const fromServer = { envelopeFrom: '' };
const one = ['info@school.test'];
const two = ['info@school.test', 'head@school.test'];

test('a report names the recipient, whatever the case', () => {
  expect(failedRecipients(fromServer, report(status('INFO@school.test')), one)).toEqual([
    { address: 'info@school.test', response: '5.1.1 smtp; 550 no such user' },
  ]);
});

test.each([
  ['a sender, so it is nobody who reports', { envelopeFrom: 'info@school.test' }, report(status('info@school.test'))],
  ['no report', fromServer, { deliveryStatus: null }],
  ['nothing readable', fromServer, null],
  ['a delay', fromServer, report(status('info@school.test', { action: 'delayed', status: '4.4.1' }))],
  ['a passing failure', fromServer, report(status('info@school.test', { status: '4.4.1' }))],
  ['a delivery', fromServer, report(status('info@school.test', { action: 'delivered', status: '2.0.0' }))],
])('nobody failed in mail with %s', (_, mail, parsed) => {
  expect(failedRecipients(mail, parsed, one)).toEqual([]);
});

test('of a letter to one addressee a failure where it was forwarded to is the failure of that one', () => {
  expect(failedRecipients(fromServer, report(status('director@mail.test')), one)).toHaveLength(1);
  expect(failedRecipients(fromServer, report(status('director@mail.test')), two)).toEqual([]);
});

test('of several only the named ones failed', () => {
  expect(failedRecipients(fromServer, report(status('head@school.test')), two)).toMatchObject([
    { address: 'head@school.test' },
  ]);
});
