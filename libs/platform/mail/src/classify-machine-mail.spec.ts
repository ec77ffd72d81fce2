import { classifyMachineMail } from './classify-machine-mail.ts';

function classify(headers: Record<string, string>, envelopeFrom?: string): string | null {
  const machine = classifyMachineMail({
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    envelopeFrom,
    hasDeliveryStatus: false,
    hasDisposition: false,
  });
  return machine === null ? null : `${machine.kind} by ${machine.reason}`;
}

describe('machine mail', () => {
  it.each([
    [{ 'auto-submitted': 'auto-replied' }, 'auto-reply by auto-submitted'],
    [{ 'auto-submitted': 'Auto-Generated; type=x' }, 'auto-reply by auto-submitted'],
    [{ 'auto-submitted': 'something-new' }, 'auto-reply by auto-submitted'],
    [{ 'x-autoreply': 'yes' }, 'auto-reply by x-autoreply'],
    [{ precedence: 'auto_reply' }, 'auto-reply by precedence'],
    [{ precedence: 'Bulk' }, 'list by precedence'],
    [{ 'list-id': '<news.school.test>' }, 'list by list-id'],
    [{ 'return-path': '<>' }, 'auto-reply by null-return-path'],
    [{ 'content-type': 'multipart/report; report-type=delivery-status; boundary=x' }, 'delivery-status by report-type'],
    [
      { 'content-type': 'Multipart/Report; boundary=x; Report-Type="disposition-notification"' },
      'receipt by report-type',
    ],
  ])('%j is %s', (headers, expected) => {
    expect(classify(headers)).toBe(expected);
  });

  it.each([
    [{}],
    [{ 'auto-submitted': 'no' }],
    [{ 'auto-submitted': 'No (by hand)' }],
    [{ 'x-auto-response-suppress': 'All' }],
    [{ precedence: 'first-class' }],
    [{ 'content-type': 'text/plain; report-type=delivery-status' }],
    [{ 'return-path': '<director@school.test>' }],
    [{ subject: 'Автоматический ответ: отзыв согласия' }],
  ])('%j shows no sign of a machine', (headers) => {
    expect(classify(headers)).toBeNull();
  });

  it('believes the envelope more than a header', () => {
    expect(classify({}, '')).toBe('auto-reply by null-return-path');
    expect(classify({ 'return-path': '<>' }, 'director@school.test')).toBeNull();
  });
});
