/** A delivery report (RFC 3464) as mail servers write it. */
export function deliveryReport(
  recipient: string,
  {
    status = '5.1.1',
    action = 'failed',
    enclosed = '<somebody@else.test>',
  }: { readonly status?: string; readonly action?: string; readonly enclosed?: string } = {},
): Buffer {
  return Buffer.from(
    [
      'From: Mail Delivery System <MAILER-DAEMON@mx.edu.test>',
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Письмо не доставлено.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.edu.test',
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      `Action: ${action}`,
      `Status: ${status}`,
      'Diagnostic-Code: smtp; 550 no such user',
      '',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${enclosed}`,
      '',
      '--b--',
      '',
    ].join('\r\n'),
  );
}
