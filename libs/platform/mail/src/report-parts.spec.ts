import { readDeliveryStatus, readReceipt } from './report-parts.ts';

describe('a delivery status', () => {
  const part = [
    'Reporting-MTA: dns; mx.school.test',
    'Arrival-Date: Mon, 3 Mar 2025 12:00:00 +0300',
    '',
    'Original-Recipient: rfc822;info@school.test',
    'Final-Recipient: RFC822; office@inside.school.test',
    'Action: Failed',
    'Status: 5.1.1 (no such user)',
    'Diagnostic-Code: smtp; 550 5.1.1',
    ' <office@inside.school.test> unknown',
    '',
    '',
    'Final-Recipient: rfc822; second@school.test',
    'Action: delayed',
    'Status: 4.4.7',
    '',
  ];

  it.each(['\r\n', '\n'])('tells the fate of each recipient, line ends %j', (end) => {
    const original = ['Received: x', 'Message-ID:', ' <18@otzyv.test>', '', 'Message-ID: <no@otzyv.test>'].join(end);
    expect(readDeliveryStatus(part.join(end), original)).toEqual({
      originalMessageId: '<18@otzyv.test>',
      recipients: [
        {
          recipient: 'info@school.test',
          action: 'failed',
          status: '5.1.1',
          diagnostic: 'smtp; 550 5.1.1 <office@inside.school.test> unknown',
        },
        { recipient: 'second@school.test', action: 'delayed', status: '4.4.7', diagnostic: null },
      ],
    });
  });

  it('makes nothing of rubbish', () => {
    expect(readDeliveryStatus(':\n\n:::\n\nAction failed', null)).toEqual({ originalMessageId: null, recipients: [] });
    expect(readDeliveryStatus('Final-Recipient:\nAction: exploded\nStatus: bad', 'x').recipients).toEqual([
      { recipient: '', action: 'unknown', status: null, diagnostic: null },
    ]);
  });
});

describe('a read receipt', () => {
  it('names the letter and what was done with it', () => {
    const part =
      'Final-Recipient: rfc822;info@school.test\r\nOriginal-Message-ID: <18@otzyv.test>\r\n' +
      'Disposition: manual-action/MDN-sent-manually; displayed\r\n';
    expect(readReceipt(part, null)).toEqual({ originalMessageId: '<18@otzyv.test>', disposition: 'displayed' });
    expect(readReceipt('', 'Message-ID: <19@otzyv.test>\r\n\r\n')).toEqual({
      originalMessageId: '<19@otzyv.test>',
      disposition: null,
    });
  });
});
