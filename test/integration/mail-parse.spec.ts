import { createHash } from 'node:crypto';

import { composeMessage, MessageParser, parseMessage, type ParsedMessage } from '#mail';

import { turnsDuring } from '../support/event-loop-turns.ts';
import { encodeIn } from '../support/russian-charsets.ts';

const parser = new MessageParser();

afterAll(async () => {
  await parser.close();
});

function raw(...lines: (string | Buffer)[]): Buffer {
  return Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\r\n')]));
}

/** `=?charset?B?...?=` */
const word = (charset: 'koi8-r' | 'windows-1251', text: string): string =>
  `=?${charset}?B?${encodeIn(charset, text).toString('base64')}?=`;

describe('a parsed message', () => {
  it('gives back what was composed', async () => {
    const pdf = Buffer.from('%PDF-1.7 \0\xff', 'latin1');
    const message = await composeMessage({
      messageId: '<18@otzyv.test>',
      date: new Date('2025-03-03T09:00:00Z'),
      from: { name: 'Анна «Родители»', address: 'association@otzyv.test' },
      to: [{ name: 'Школа', address: 'info@school.test' }, { address: 'second@school.test' }],
      subject: 'Отзыв согласия',
      text: 'Строка\n.\nещё',
      inReplyTo: '<17@school.test>',
      references: ['<16@school.test>', '<17@school.test>'],
      attachments: [{ filename: 'Ответ школы № 12.pdf', contentType: 'application/pdf', content: pdf }],
    });
    expect(await parser.parse(message)).toEqual({
      messageId: '<18@otzyv.test>',
      inReplyTo: '<17@school.test>',
      references: ['<16@school.test>', '<17@school.test>'],
      from: { name: 'Анна «Родители»', address: 'association@otzyv.test' },
      to: [
        { name: 'Школа', address: 'info@school.test' },
        { name: '', address: 'second@school.test' },
      ],
      cc: [],
      subject: 'Отзыв согласия',
      date: new Date('2025-03-03T09:00:00Z'),
      text: 'Строка\n.\nещё',
      attachments: [
        {
          filename: 'Ответ школы № 12.pdf',
          contentType: 'application/pdf',
          content: pdf,
          sha256: createHash('sha256').update(pdf).digest('hex'),
        },
      ],
      headers: expect.arrayContaining([{ name: 'message-id', value: '<18@otzyv.test>' }]),
      machine: null,
      deliveryStatus: null,
      receipt: null,
      truncated: false,
    });
  });

  it.each(['koi8-r', 'windows-1251'] as const)('reads %s in words, text and bare headers', async (charset) => {
    const text = 'Согласие отозвано, данные уничтожены.';
    const encoded = await parser.parse(
      raw(
        `From: ${word(charset, 'Директор школы')} <director@school.test>`,
        `Subject: ${word(charset, 'Ответ на ')}`,
        ` ${word(charset, 'обращение')}`,
        `Content-Type: text/plain; charset=${charset}`,
        'Content-Transfer-Encoding: 8bit',
        '',
        encodeIn(charset, text),
      ),
    );
    expect(encoded).toMatchObject({ subject: 'Ответ на обращение', from: { name: 'Директор школы' } });
    expect(encoded.text.trim()).toBe(text);
    const bare = await parser.parse(
      raw(
        Buffer.concat([Buffer.from('Subject: '), encodeIn(charset, 'Ответ')]),
        `Content-Type: text/plain; charset="${charset}"`,
        '',
        encodeIn(charset, text),
      ),
    );
    expect(bare.subject).toBe('Ответ');
    expect(bare.text.trim()).toBe(text);
  });

  it.each([
    ["filename*=UTF-8''%D0%9E%D1%82%D0%B2%D0%B5%D1%82.pdf", 'Ответ.pdf'],
    ["filename*=koi8-r''%EF%D4%D7%C5%D4.pdf", 'Ответ.pdf'],
    ["filename*0*=windows-1251''%CE%F2%E2; filename*1*=%E5%F2; filename*2=.pdf", 'Ответ.pdf'],
    [`filename="${word('windows-1251', 'Ответ.pdf')}"`, 'Ответ.pdf'],
    ['filename="..\\..\\etc/passwd"', 'etc_passwd'],
    ['filename="a\u202efdp.exe"', 'a fdp.exe'],
  ])('reads the file name in %s', async (parameter, filename) => {
    const { attachments } = await parser.parse(
      raw('Content-Type: application/pdf', `Content-Disposition: attachment; ${parameter}`, '', 'x'),
    );
    expect(attachments.map((part) => part.filename)).toEqual([filename]);
  });

  it('takes the text out of HTML when there is no other', async () => {
    const { text } = await parser.parse(
      raw(
        'Content-Type: text/html; charset=utf-8',
        '',
        '<html><head><title>x</title></head><body><p>Ваш запрос &laquo;принят&raquo;.<br>Ответ&nbsp;позже</p><script>evil()</script>',
      ),
    );
    expect(text).toBe('Ваш запрос «принят».\nОтвет позже');
  });

  it('keeps a forwarded message apart from the answer', async () => {
    const { text, attachments } = await parser.parse(
      raw(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'see below',
        '--b',
        'Content-Type: message/rfc822',
        '',
        'Subject: inner',
        '',
        'inner text',
        '--b--',
      ),
    );
    expect(text.trim()).toBe('see below');
    expect(attachments.map(({ contentType }) => contentType)).toEqual(['message/rfc822']);
  });

  it('reads a bounce', async () => {
    const message = await parser.parse(
      raw(
        'From: MAILER-DAEMON@mx.school.test',
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        '',
        '--b',
        '',
        'Your message could not be delivered.',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mx.school.test',
        '',
        'Final-Recipient: rfc822; info@school.test',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 no such user',
        '',
        '--b',
        'Content-Type: message/rfc822',
        '',
        'Message-ID: <18@otzyv.test>',
        'Subject: x',
        '',
        'the letter',
        '--b--',
      ),
      { envelopeFrom: '' },
    );
    expect(message.machine).toEqual({ kind: 'delivery-status', reason: 'report-type' });
    expect(message.text.trim()).toBe('Your message could not be delivered.');
    expect(message.deliveryStatus).toEqual({
      originalMessageId: '<18@otzyv.test>',
      recipients: [
        { recipient: 'info@school.test', action: 'failed', status: '5.1.1', diagnostic: 'smtp; 550 no such user' },
      ],
    });
  });

  it('reads a read receipt and an automatic answer', async () => {
    const receipt = await parser.parse(
      raw(
        'Content-Type: multipart/report; report-type=disposition-notification; boundary=b',
        '',
        '--b',
        '',
        'Прочтено',
        '--b',
        'Content-Type: message/disposition-notification',
        '',
        'Original-Message-ID: <18@otzyv.test>',
        'Disposition: manual-action/MDN-sent-manually; displayed',
        '--b--',
      ),
    );
    expect(receipt.machine?.kind).toBe('receipt');
    expect(receipt.receipt).toEqual({ originalMessageId: '<18@otzyv.test>', disposition: 'displayed' });
    const answer = await parser.parse(raw('Subject: x', 'Auto-Submitted: auto-replied (vacation)', '', 'away'));
    expect(answer.machine).toEqual({ kind: 'auto-reply', reason: 'auto-submitted' });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no header', raw('', 'text')],
    ['no blank line', raw('Subject: x')],
    ['a line without a colon', raw('Subject: x', 'garbage', 'From: a@b.test', '', 'text')],
    ['NULs', Buffer.alloc(1000)],
    ['a charset of nowhere', raw('Content-Type: text/plain; charset=klingon', '', 'text')],
    ['a boundary that never comes', raw('Content-Type: multipart/mixed; boundary=zzz', '', 'text')],
    ['a broken base64 body', raw('Content-Transfer-Encoding: base64', '', '@@@@=')],
    ['bad encoded words', raw('Subject: =?utf-8?B?//8=?= =?x?Q?=ZZ?=', 'From: "<<>>,,;:" <', '', 'text')],
  ])('survives %s', async (_what, message) => {
    const parsed = await parser.parse(message);
    expect(parsed.subject.isWellFormed()).toBe(true);
    expect(parsed.machine).toBeNull();
  });
});

describe('the parsing thread', () => {
  const crowd = Array.from({ length: 100_000 }, (_, i) => `u${i}@s.test`).join(',\r\n ');

  it('leaves the event loop alone while it reads 100,000 addresses and a large letter', async () => {
    const large = Buffer.alloc(20_000_000, `${'QUJD'.repeat(19)}\r\n`);
    const messages = [
      raw(`To: ${crowd}`, '', 'text'),
      raw(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: application/pdf',
        'Content-Transfer-Encoding: base64',
        '',
        large,
        '--b--',
      ),
    ];
    await parser.parse(raw('Subject: warm up', '', ''));
    let parsed: ParsedMessage[] = [];
    const turns = await turnsDuring(async () => {
      parsed = await Promise.all(messages.map((message) => parser.parse(message)));
    });
    const [many, heavy] = parsed;
    expect(many).toMatchObject({ truncated: true });
    expect(many?.to).toHaveLength(200);
    expect(heavy?.attachments[0]?.content.length).toBeGreaterThan(14_000_000);
    expect(turns).toBeGreaterThan(1_000);
  }, 90_000);

  it('is watched by a meter that sees the same parser block when it runs outside of it', async () => {
    const { default: PostalMime } = await import('postal-mime');
    const turns = await turnsDuring(() => PostalMime.parse(raw(`To: ${crowd}`, '', 'text')));
    expect(turns).toBeLessThan(100);
  });

  it('is replaced when a message takes too long, and the next one is read', async () => {
    const hurried = new MessageParser({ timeout: 60 });
    const endless = raw('Content-Type: text/plain', '', Buffer.alloc(40_000_000, 'a\n'));
    const late = hurried.parse(endless);
    const next = parser.parse(raw('Subject: next', '', ''));
    await expect(late).rejects.toMatchObject({ code: 'mail.unreadable', parameters: { reason: 'timeout' } });
    expect((await next).subject).toBe('next');
    await hurried.close();
  });

  it('is replaced when a message takes too much memory', async () => {
    const tight = new MessageParser({ memory: 8, timeout: 20_000 });
    const parts = `--b\r\nContent-Type: text/plain\r\n\r\n${'слово '.repeat(20)}\r\n`.repeat(60_000);
    const big = raw('Content-Type: multipart/mixed; boundary=b', '', parts);
    await expect(tight.parse(big)).rejects.toMatchObject({ code: 'mail.unreadable', parameters: { reason: 'memory' } });
    expect((await tight.parse(raw('Subject: next', '', ''))).subject).toBe('next');
    await tight.close();
  });

  it('refuses what is too large, and everything after closing', async () => {
    const small = new MessageParser({ maxSize: 10 });
    await expect(small.parse(Buffer.alloc(11))).rejects.toMatchObject({ parameters: { reason: 'too-large' } });
    const waiting = [small.parse(Buffer.alloc(5)), small.parse(Buffer.alloc(5))];
    const outcomes = Promise.allSettled(waiting);
    await small.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(small.parse(Buffer.alloc(1))).rejects.toThrow('mail.parser-closed');
  });

  it('can be had for one message', async () => {
    expect((await parseMessage(raw('Subject: one', '', ''))).subject).toBe('one');
  });

  it('survives a mutated corpus', async () => {
    const seed = await composeMessage({
      messageId: '<18@otzyv.test>',
      date: new Date(0),
      from: { name: 'Анна', address: 'association@otzyv.test' },
      to: [{ address: 'info@school.test' }],
      subject: 'Отзыв',
      text: 'текст',
      attachments: [{ filename: 'а.pdf', contentType: 'application/pdf', content: Buffer.alloc(300, 1) }],
    });
    // A fixed sequence, so that a failure can be looked at again.
    let state = 12345;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state % below;
    };
    const mutants = Array.from({ length: 1000 }, () => {
      const bytes = Buffer.from(seed);
      for (let i = random(12); i >= 0; i -= 1) bytes[random(bytes.length)] = random(256);
      const cut = random(bytes.length);
      return random(3) === 0 ? Buffer.concat([bytes.subarray(cut), bytes.subarray(0, cut)]) : bytes;
    });
    const started = performance.now();
    const results = await Promise.allSettled(mutants.map((mutant) => parser.parse(mutant)));
    expect(performance.now() - started).toBeLessThan(20_000);
    const wrong = results.filter(
      (result) => result.status === 'rejected' && (result.reason as { code?: string }).code !== 'mail.unreadable',
    );
    expect(wrong).toEqual([]);
  });
});
