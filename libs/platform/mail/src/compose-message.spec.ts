import fc from 'fast-check';
import { simpleParser } from 'mailparser';

import { composeMessage, type MessageDraft } from './compose-message.ts';

const draft: MessageDraft = {
  messageId: '<018f.7@mail.otzyv.test>',
  date: new Date('2025-03-03T09:00:00Z'),
  from: { name: 'Иванова Анна «Родители»', address: 'association@otzyv.test' },
  to: [{ name: 'Школа № 12', address: 'info@school.test' }],
  replyTo: { address: 'r-00000000000000000000000000@mail.otzyv.test' },
  subject: 'Заявление об отзыве согласия на обработку персональных данных',
  text: 'Здравствуйте!\n.\nFrom строка\n' + 'ж'.repeat(3000) + '\n',
  attachments: [
    { filename: 'Заявление Иванова.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.7 \r\n.\r\n\0') },
  ],
};

/** An own reading of the header block: unfolded lines, names lower-cased. */
function headersOf(message: Buffer): { name: string; value: string }[] {
  const text = message.toString('latin1');
  return text
    .slice(0, text.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n')
    .map((line) => {
      const colon = line.indexOf(':');
      return { name: line.slice(0, colon).toLowerCase(), value: line.slice(colon + 1).trim() };
    });
}

describe('a composed message', () => {
  it('reads back as it was meant, through another parser', async () => {
    const parsed = await simpleParser(await composeMessage(draft));
    expect(parsed.messageId).toBe(draft.messageId);
    expect(parsed.date).toEqual(draft.date);
    expect(parsed.subject).toBe(draft.subject);
    expect(parsed.from?.value).toEqual([{ name: draft.from.name, address: draft.from.address }]);
    expect(parsed.text).toBe(draft.text);
    expect(parsed.attachments).toHaveLength(1);
    expect(parsed.attachments[0]).toMatchObject({
      filename: 'Заявление Иванова.pdf',
      contentType: 'application/pdf',
      content: draft.attachments?.[0]?.content,
    });
  });

  it('is the same bytes for the same draft, and other bytes for another', async () => {
    const [one, two, other] = await Promise.all([
      composeMessage(draft),
      composeMessage(structuredClone(draft)),
      composeMessage({ ...draft, text: 'другое' }),
    ]);
    expect(one.equals(two)).toBe(true);
    expect(one.equals(other)).toBe(false);
  });

  it('keeps to CRLF, ASCII and lines below 998 octets', async () => {
    const message = (await composeMessage(draft)).toString('latin1');
    expect(message).toMatch(/^[\x20-\x7e\t\r\n]*$/);
    expect(message.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...message.split('\r\n').map((line) => line.length))).toBeLessThan(998);
  });

  it('carries threading, custom and automatic headers', async () => {
    const headers = headersOf(
      await composeMessage({
        ...draft,
        inReplyTo: '<q@school.test>',
        references: ['<p@school.test>', 'broken\r\nBcc: x@y.test', '<q@school.test>'],
        autoSubmitted: 'auto-generated',
        headers: { 'X-Otzyv-Kind': 'отзыв\r\nBcc: x@y.test' },
      }),
    );
    expect(headers).toContainEqual({ name: 'references', value: '<p@school.test> <q@school.test>' });
    expect(headers).toContainEqual({ name: 'in-reply-to', value: '<q@school.test>' });
    expect(headers).toContainEqual({ name: 'auto-submitted', value: 'auto-generated' });
    expect(headers.filter(({ name }) => name === 'bcc')).toEqual([]);
    expect(headers.filter(({ name }) => name === 'x-otzyv-kind')).toHaveLength(1);
  });

  it.each([
    ['mail.address-invalid', { to: [{ address: 'a@b.test\r\nBcc: c@d.test' }] }],
    ['mail.recipient-missing', { to: [] }],
    ['mail.message-id-invalid', { messageId: '<a@b.test>\r\nX: y' }],
    ['mail.header-refused', { headers: { 'X-A\r\nBcc': 'x' } }],
    ['mail.header-refused', { headers: { bcc: 'x@y.test' } }],
    ['mail.header-too-long', { subject: 'x'.repeat(401) }],
    ['mail.date-invalid', { date: new Date(NaN) }],
    [
      'mail.content-type-invalid',
      { attachments: [{ filename: 'a', contentType: 'text/plain; x=y\r\nBcc: z', content: Buffer.of(1) }] },
    ],
  ])('is refused with %s', async (code, change) => {
    await expect(composeMessage({ ...draft, ...change })).rejects.toThrow(code);
  });

  it('gains no header and no recipient from any subject, name, file name or custom header', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            ...['\r\n', '\r', '\n', '\0', '\u2028', '\u2029', '\ud800', '\udc00', '\u202e', '\x85', '\x0b', '\t', ' '],
            ...['Bcc: x@y.test', 'To: x@y.test', '\r\n\r\nbody', '=?utf-8?Q?=0D=0ABcc:_x@y.test?=', '=?utf-8?B?DQo=?='],
            ...['"', '\\', '<x@y.test>', ',', ';', ':', '(', ')', '@', 'имя', '.', '..', '=', '?', 'a'.repeat(40)],
          ),
          { maxLength: 12 },
        )
        .map((pieces) => pieces.join('').slice(0, 180)),
    );
    const expected = headersOf(await composeMessage({ ...draft, subject: 'x', headers: { 'X-Otzyv-Note': 'x' } })).map(
      ({ name }) => name,
    );
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, hostile, hostile, async (subject, from, to, filename, note) => {
        const message = await composeMessage({
          ...draft,
          subject: `x${subject}`,
          from: { ...draft.from, name: from },
          to: [
            { name: to, address: 'info@school.test' },
            { name: from, address: 'second@school.test' },
          ],
          headers: { 'X-Otzyv-Note': `x${note}` },
          attachments: [{ filename, contentType: 'application/pdf', content: Buffer.from(filename) }],
        });
        expect(headersOf(message).map(({ name }) => name)).toEqual(expected);
        const parsed = await simpleParser(message);
        const recipients = [parsed.to, parsed.cc, parsed.bcc].flat().flatMap((list) => list?.value ?? []);
        expect(recipients.map(({ address }) => address)).toEqual(['info@school.test', 'second@school.test']);
        expect(parsed.from?.value.map(({ address }) => address)).toEqual([draft.from.address]);
        expect(parsed.attachments).toHaveLength(1);
        expect(parsed.subject).not.toMatch(/[\r\n\0\u2028\u2029]/);
        expect(parsed.text).toBe(draft.text);
      }),
      { numRuns: 1500 },
    );
  });
});
