import { setTimeout as sleep } from 'node:timers/promises';

import { SMTPServer } from 'smtp-server';

import { composeMessage, deliverMessage, type Delivery, type DeliveryResult } from '#mail';

import {
  ScriptedSmtpServer,
  type ScriptedAction,
  type ScriptedStep,
  type SmtpScript,
} from '../support/scripted-smtp-server.ts';
import { selfSignedCertificate } from '../support/self-signed-certificate.ts';

const envelope = { from: 'b-token@otzyv.test', to: ['info@school.test'] };
// Long where nothing hangs, so that a busy machine is not taken for a hanging server.
const timeouts = { connect: 20_000, command: 20_000, data: 20_000, block: 20_000, final: 20_000 };
const short: Record<ScriptedStep, Partial<typeof timeouts>> = {
  greeting: { command: 1000 },
  ehlo: { command: 1000 },
  mail: { command: 1000 },
  rcpt: { command: 1000 },
  data: { data: 1000 },
  // What fits into the buffers of the machine has left, so that the wait may be the one for the last answer.
  body: { block: 1000, final: 1000 },
  final: { final: 1000 },
};

async function letter(octets: number): Promise<Buffer> {
  return composeMessage({
    messageId: '<1@otzyv.test>',
    date: new Date(0),
    from: { address: 'association@otzyv.test' },
    to: [{ address: 'info@school.test' }],
    subject: 'Отзыв согласия',
    text: '.\n..\nтекст',
    attachments: [{ filename: 'a.bin', contentType: 'application/octet-stream', content: Buffer.alloc(octets, 7) }],
  });
}

const small = await letter(100);
const large = await letter(5 * 1024 * 1024);

interface Attempt {
  readonly result: DeliveryResult;
  readonly server: ScriptedSmtpServer;
  /** Body octets the server had seen when `beforeBody` ran; -1 when it did not. */
  readonly octetsAtCommit: number;
}

async function attempt(
  script: SmtpScript,
  change: Partial<Delivery> = {},
  afterwards: (server: ScriptedSmtpServer) => Promise<void> = () => Promise.resolve(),
): Promise<Attempt> {
  const server = new ScriptedSmtpServer(script);
  const port = await server.start();
  let octetsAtCommit = -1;
  try {
    const result = await deliverMessage({
      server: { host: '127.0.0.1', port, tls: 'none' },
      envelope,
      message: small,
      beforeBody: async () => {
        await sleep(5);
        octetsAtCommit = server.bodyOctets;
      },
      timeouts,
      ...change,
    });
    await afterwards(server);
    return { result, server, octetsAtCommit };
  } finally {
    await server.stop();
  }
}

const cases: [ScriptedStep, ScriptedAction, Partial<DeliveryResult>][] = [
  ['greeting', 'drop', { kind: 'not-sent', phase: 'greeting', reason: 'connection-lost' }],
  ['greeting', 'hang', { kind: 'not-sent', phase: 'greeting', reason: 'timeout' }],
  ['greeting', '554 5.3.2 no service', { kind: 'refused', phase: 'greeting', permanent: true, code: 554 }],
  ['greeting', '421 4.3.2 later', { kind: 'refused', phase: 'greeting', permanent: false, code: 421 }],
  ['ehlo', 'drop', { kind: 'not-sent', phase: 'ehlo', reason: 'connection-lost' }],
  ['ehlo', 'hang', { kind: 'not-sent', phase: 'ehlo', reason: 'timeout' }],
  ['ehlo', '421 4.3.2 later', { kind: 'refused', phase: 'ehlo', permanent: false }],
  ['mail', 'drop', { kind: 'not-sent', phase: 'mail', reason: 'connection-lost' }],
  ['mail', 'hang', { kind: 'not-sent', phase: 'mail', reason: 'timeout' }],
  ['mail', '550 5.7.1 sender refused', { kind: 'refused', phase: 'mail', permanent: true, enhancedCode: '5.7.1' }],
  ['mail', '451 4.7.1 greylisted', { kind: 'refused', phase: 'mail', permanent: false }],
  ['mail', '421 4.3.2 later', { kind: 'refused', phase: 'mail', permanent: false }],
  ['rcpt', 'drop', { kind: 'not-sent', phase: 'rcpt', reason: 'connection-lost' }],
  ['rcpt', 'hang', { kind: 'not-sent', phase: 'rcpt', reason: 'timeout' }],
  ['rcpt', '550 5.1.1 no such user', { kind: 'refused', phase: 'rcpt', permanent: true, code: 550 }],
  ['rcpt', '452 4.2.2 mailbox full', { kind: 'refused', phase: 'rcpt', permanent: false, code: 452 }],
  ['rcpt', '421 4.3.2 later', { kind: 'refused', phase: 'rcpt', permanent: false }],
  ['data', 'drop', { kind: 'not-sent', phase: 'data', reason: 'connection-lost' }],
  ['data', 'hang', { kind: 'not-sent', phase: 'data', reason: 'timeout' }],
  ['data', '554 5.6.0 no', { kind: 'refused', phase: 'data', permanent: true }],
  ['data', '451 4.3.0 later', { kind: 'refused', phase: 'data', permanent: false }],
  ['data', '250 2.0.0 odd', { kind: 'not-sent', phase: 'data', reason: 'protocol-violated' }],
  ['body', 'drop', { kind: 'unknown' }],
  ['body', 'hang', { kind: 'unknown', reason: 'timeout' }],
  ['body', '552 5.3.4 too big', { kind: 'refused', phase: 'final', permanent: true }],
  ['final', 'drop', { kind: 'unknown', phase: 'final', reason: 'connection-lost' }],
  ['final', 'hang', { kind: 'unknown', phase: 'final', reason: 'timeout' }],
  ['final', 'taken-then-drop', { kind: 'unknown', phase: 'final', reason: 'connection-lost' }],
  ['final', 'taken-then-hang', { kind: 'unknown', phase: 'final', reason: 'timeout' }],
  ['final', '554 5.7.1 spam', { kind: 'refused', phase: 'final', permanent: true, enhancedCode: '5.7.1' }],
  ['final', '451 4.3.0 later', { kind: 'refused', phase: 'final', permanent: false }],
  ['final', '354 odd', { kind: 'unknown', phase: 'final', reason: 'protocol-violated' }],
  ['final', 'ok', { kind: 'accepted', code: 250, enhancedCode: '2.0.0', response: '250 2.0.0 taken as 4711' }],
];

describe.each([
  ['small', 'one by one', small, []],
  ['large', 'one by one', large, []],
  ['small', 'pipelined', small, ['PIPELINING', 'SIZE 99999999']],
  ['large', 'pipelined', large, ['PIPELINING']],
])('a %s letter, commands %s', (_size, _order, message, extensions) => {
  it.each(cases)('%s: %s', async (step, action, expected) => {
    const { result, server, octetsAtCommit } = await attempt(
      { [step]: action, extensions },
      { message, timeouts: action.endsWith('hang') ? { ...timeouts, ...short[step] } : timeouts },
    );
    expect(result).toMatchObject(expected);
    // The promise: nothing that may be tried again has been taken.
    if (result.kind === 'not-sent' || result.kind === 'refused') expect(server.taken).toEqual([]);
    if (result.kind === 'not-sent') expect(server.bodyOctets).toBe(0);
    if (result.kind === 'accepted') expect(server.taken.map((taken) => taken.equals(message))).toEqual([true]);
    expect(octetsAtCommit).toBe(result.kind === 'not-sent' || !['body', 'final'].includes(step) ? -1 : 0);
  });
});

describe('the point of no return', () => {
  it('that fails keeps every octet back', async () => {
    const cause = new Error('the fence has moved');
    const { result, server } = await attempt({}, { beforeBody: () => Promise.reject(cause) });
    expect(result).toEqual({ kind: 'not-sent', phase: 'data', reason: 'before-body-failed', cause });
    await sleep(30);
    expect([server.bodyOctets, server.taken.length]).toEqual([0, 0]);
  });

  it('that comes after the server has gone sends nothing and is waited for', async () => {
    let committed = false;
    const { result, server } = await attempt(
      { rawData: '354 go on\r\n421 4.3.2 closing\r\n' },
      {
        beforeBody: async () => {
          await sleep(300);
          committed = true;
        },
      },
    );
    expect(committed).toBe(true);
    expect(result).toMatchObject({ kind: 'refused', permanent: false, phase: 'data' });
    expect(server.bodyOctets).toBe(0);
  });

  it('that comes after a late no is not followed by the letter, though the server still waits for one', async () => {
    let server: ScriptedSmtpServer | undefined;
    const { result } = await attempt(
      { rawData: '354 go on\r\n550 5.7.1 changed my mind\r\n' },
      { beforeBody: () => sleep(150) },
      async (running) => {
        server = running;
        await sleep(200);
      },
    );
    expect(result).toMatchObject({ kind: 'refused', permanent: true, phase: 'data' });
    expect([server?.bodyOctets, server?.taken]).toEqual([0, []]);
  });

  it('that hangs past the clock is cut off before the body', async () => {
    const { result, server } = await attempt(
      {},
      { beforeBody: () => sleep(400), timeouts: { ...timeouts, data: 100 } },
    );
    expect(result).toMatchObject({ kind: 'not-sent', phase: 'data', reason: 'timeout' });
    expect(server.bodyOctets).toBe(0);
  });

  it('is never passed on a yes that came too early', async () => {
    const { result } = await attempt({ rawData: '354 go on\r\n250 2.0.0 thanks\r\n' });
    expect(result).toMatchObject({ kind: 'unknown', reason: 'protocol-violated' });
  });
});

describe('delivery', () => {
  it('streams a message from a source that is opened only when its time has come', async () => {
    let opened = 0;
    const source = {
      open: async function* (): AsyncGenerator<Buffer> {
        opened += 1;
        await sleep(1);
        yield Buffer.from('Subject: x\r\n\r\n');
        yield Buffer.from('.dot\r\nbare\nend');
      },
    };
    const refused = await attempt({ rcpt: '550 5.1.1 no' }, { message: source });
    expect([refused.result.kind, opened]).toEqual(['refused', 0]);
    const { result, server } = await attempt({}, { message: source });
    expect([result.kind, opened]).toEqual(['accepted', 1]);
    expect(server.taken[0]?.toString()).toBe('Subject: x\r\n\r\n.dot\r\nbare\r\nend\r\n');
  });

  it('counts as begun from the first octet, though the first block never got through', async () => {
    const source = {
      open: async function* (): AsyncGenerator<Buffer> {
        yield await Promise.resolve(Buffer.alloc(64 * 1024 * 1024, 'a\r\n'));
      },
    };
    const { result, server } = await attempt({ body: 'drop', bodyAfter: 1 }, { message: source });
    expect(server.bodyOctets).toBeGreaterThan(0);
    expect(result).toMatchObject({ kind: 'unknown', reason: 'connection-lost' });
  });

  it('whose source breaks half way is never finished, and says unknown', async () => {
    const source = {
      open: async function* (): AsyncGenerator<Buffer> {
        yield Buffer.from('Subject: x\r\n\r\nhalf');
        await sleep(20);
        throw new Error('disk');
      },
    };
    const { result, server } = await attempt({}, { message: source });
    expect(result).toMatchObject({ kind: 'unknown', phase: 'body', reason: 'source-failed' });
    expect(server.taken).toEqual([]);
  });

  it('names the recipients that were refused among several', async () => {
    const { result } = await attempt(
      { recipients: { 'no@school.test': '550 5.1.1 no such user' } },
      { envelope: { from: '', to: ['info@school.test', 'no@school.test'] } },
    );
    expect(result).toMatchObject({
      kind: 'accepted',
      refusedRecipients: [{ address: 'no@school.test', permanent: true, code: 550 }],
    });
  });

  it('does not begin what the server has announced to be too large', async () => {
    const { result, server } = await attempt({ extensions: ['SIZE 100'] });
    expect(result).toMatchObject({ kind: 'refused', permanent: true, phase: 'mail' });
    expect(server.commands.some((line) => line.startsWith('MAIL'))).toBe(false);
  });

  it('tells a closed port from a silent one', async () => {
    const server = new ScriptedSmtpServer();
    const port = await server.start();
    await server.stop();
    const result = await deliverMessage({
      server: { host: '127.0.0.1', port, tls: 'none' },
      envelope,
      message: small,
      beforeBody: () => Promise.resolve(),
      timeouts,
    });
    expect(result).toMatchObject({ kind: 'not-sent', phase: 'connect', reason: 'connection-refused' });
  });

  it('refuses a forged envelope and a clear-text server elsewhere before it connects', async () => {
    const plain = { message: small, beforeBody: () => Promise.resolve() };
    const loopback = { host: '127.0.0.1', port: 1, tls: 'none' } as const;
    await expect(
      deliverMessage({ ...plain, server: loopback, envelope: { from: '', to: ['a@b.test>\r\nRCPT TO:<c@d.test'] } }),
    ).rejects.toThrow('mail.address-invalid');
    await expect(deliverMessage({ ...plain, server: { ...loopback, host: 'relay.test' }, envelope })).rejects.toThrow(
      'mail.tls-required',
    );
  });
});

describe('encryption', () => {
  const { key, cert } = selfSignedCertificate();
  const received: string[] = [];
  let relay: SMTPServer;
  let port: number;

  beforeAll(async () => {
    relay = new SMTPServer({
      key,
      cert,
      authMethods: ['PLAIN'],
      onAuth: (auth, _session, done) => {
        if (auth.username === 'otzyv' && auth.password === 'right') done(null, { user: 'otzyv' });
        else done(new Error('no'));
      },
      onData: (stream, session, done) => {
        stream.resume();
        stream.on('end', () => {
          received.push(session.transmissionType);
          done(null);
        });
      },
    });
    const listening = relay.listen(0, '127.0.0.1');
    await new Promise((resolve) => listening.once('listening', resolve));
    port = (listening.address() as { port: number }).port;
  });

  afterAll(async () => {
    await new Promise<void>((resolve) => {
      relay.close(resolve);
    });
  });

  const through = (server: Partial<Delivery['server']>): Promise<DeliveryResult> =>
    deliverMessage({
      server: { host: 'localhost', port, tls: 'starttls', ...server },
      envelope,
      message: small,
      beforeBody: () => Promise.resolve(),
      timeouts,
    });

  it('comes before the password and the letter', async () => {
    const credentials = { user: 'otzyv', password: 'right' };
    expect(await through({ trustedCertificates: cert, credentials })).toMatchObject({ kind: 'accepted' });
    expect(received).toEqual(['ESMTPSA']);
  });

  it('goes on with nobody whose certificate is not trusted', async () => {
    expect(await through({})).toMatchObject({ kind: 'not-sent', phase: 'starttls', reason: 'tls-failed' });
  });

  it('is not given up when the server has none', async () => {
    const { result, server } = await attempt({}, {});
    expect(result.kind).toBe('accepted');
    const plain = new ScriptedSmtpServer();
    const plainPort = await plain.start();
    const refusal = await through({ port: plainPort });
    await plain.stop();
    expect(refusal).toMatchObject({ kind: 'refused', phase: 'starttls' });
    expect(plain.commands.some((line) => line.startsWith('MAIL'))).toBe(false);
    expect(server.taken).toHaveLength(1);
  });

  it('tells a wrong password as a matter of auth', async () => {
    const credentials = { user: 'otzyv', password: 'wrong' };
    expect(await through({ trustedCertificates: cert, credentials })).toMatchObject({ kind: 'refused', phase: 'auth' });
  });
});
