import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { deliverMessage, type InboundMail, MailCatcher, SmtpListener, type SmtpListenerOptions } from '#mail';

const letter = Buffer.from('Subject: test\r\n\r\n.dot\r\n..two\r\n\xff\xfe8bit\r\n', 'latin1');

/** One command a time on a plain socket. */
class Client {
  readonly #socket: Socket;
  #text = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => (this.#text += chunk.toString('latin1')));
    socket.on('error', () => undefined);
  }

  static async to(port: number): Promise<Client> {
    const client = new Client(connect(port, '127.0.0.1'));
    await client.reply();
    return client;
  }

  async say(line: string): Promise<string> {
    this.#socket.write(`${line}\r\n`, 'latin1');
    return this.reply();
  }

  write(text: string): void {
    this.#socket.write(text, 'latin1');
  }

  async reply(): Promise<string> {
    for (let waited = 0; waited < 400; waited += 1) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(this.#text)?.[0];
      if (whole !== undefined) {
        this.#text = this.#text.slice(whole.length);
        return whole.trimEnd();
      }
      await sleep(5);
    }
    throw new Error('no answer');
  }

  cut(): void {
    this.#socket.destroy();
  }
}

const running: SmtpListener[] = [];

async function listen(options: Partial<SmtpListenerOptions>): Promise<number> {
  const listener = new SmtpListener({
    host: '127.0.0.1',
    port: 0,
    closeTimeout: 200,
    onMessage: () => Promise.resolve(),
    ...options,
  });
  running.push(listener);
  return (await listener.start()).port;
}

async function send(port: number, message: Buffer, to = ['info@otzyv.test'], from = 'school@school.test') {
  return deliverMessage({
    server: { host: '127.0.0.1', port, tls: 'none' },
    envelope: { from, to },
    message: {
      open: async function* () {
        yield await Promise.resolve(message);
      },
    },
    beforeBody: () => Promise.resolve(),
    timeouts: { command: 20_000, final: 20_000 },
  });
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((listener) => listener.stop()));
});

describe('the SMTP listener', () => {
  it('hands over the bytes, the envelope and the origin as they came', async () => {
    const mails: InboundMail[] = [];
    const port = await listen({
      onMessage: async (mail) => {
        await sleep(1);
        mails.push(mail);
      },
    });
    expect(await send(port, letter, ['a@otzyv.test', 'b@otzyv.test'])).toMatchObject({ kind: 'accepted', code: 250 });
    expect(await send(port, letter, ['a@otzyv.test'], '')).toMatchObject({ kind: 'accepted' });
    expect(mails).toHaveLength(2);
    expect(mails[0]?.raw.equals(letter)).toBe(true);
    expect(mails[0]).toMatchObject({
      envelope: { from: 'school@school.test', to: ['a@otzyv.test', 'b@otzyv.test'] },
      remoteAddress: '127.0.0.1',
    });
    expect(mails[1]?.envelope.from).toBe('');
  });

  it('answers 250 only after the message is in safe hands', async () => {
    let stored = false;
    const port = await listen({
      onMessage: async () => {
        await sleep(150);
        stored = true;
      },
    });
    const result = await send(port, letter);
    expect([result.kind, stored]).toEqual(['accepted', true]);
  });

  it('answers 451 when it could not be stored, and says so to us only', async () => {
    const failures: unknown[] = [];
    const cause = new Error('relation "secret" does not exist');
    const port = await listen({ onMessage: () => Promise.reject(cause), onFailure: (error) => failures.push(error) });
    const result = await send(port, letter);
    expect(result).toMatchObject({ kind: 'refused', permanent: false, phase: 'final', code: 451 });
    expect(JSON.stringify(result)).not.toContain('secret');
    expect(failures).toEqual([cause]);
  });

  it('refuses unknown recipients at RCPT and defers when it cannot tell', async () => {
    const port = await listen({
      isKnownRecipient: (address) =>
        address.startsWith('broken') ? Promise.reject(new Error('down')) : Promise.resolve(address.startsWith('known')),
    });
    expect(await send(port, letter, ['nobody@otzyv.test'])).toMatchObject({
      kind: 'refused',
      phase: 'rcpt',
      permanent: true,
      code: 550,
    });
    expect(await send(port, letter, ['broken@otzyv.test'])).toMatchObject({
      kind: 'refused',
      phase: 'rcpt',
      permanent: false,
      code: 451,
    });
    expect(await send(port, letter, ['known@otzyv.test'])).toMatchObject({ kind: 'accepted' });
  });

  it('answers 552 to what is too large, without keeping it, announced or not', async () => {
    let calls = 0;
    const port = await listen({
      maxMessageSize: 100_000,
      onMessage: () => {
        calls += 1;
        return Promise.resolve();
      },
    });
    const before = process.memoryUsage().arrayBuffers;
    expect(await send(port, Buffer.alloc(20_000_000, 'a\r\n'))).toMatchObject({
      kind: 'refused',
      permanent: true,
      code: 552,
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60_000_000);
    const client = await Client.to(port);
    await client.say('EHLO client.test');
    expect(await client.say('MAIL FROM:<a@b.test> SIZE=100001')).toMatch(/^552/);
    client.cut();
    expect(calls).toBe(0);
  });

  it('gives the room back as soon as a message is too large, not only when it ends', async () => {
    const port = await listen({ maxMessageSize: 100_000, maxBufferedSize: 150_000 });
    const client = await Client.to(port);
    await client.say('EHLO client.test');
    await client.say('MAIL FROM:<a@b.test>');
    await client.say('RCPT TO:<c@otzyv.test>');
    await client.say('DATA');
    client.write('a'.repeat(78).concat('\r\n').repeat(1750));
    await sleep(300);
    expect(await send(port, Buffer.alloc(90_000, 'a\r\n'))).toMatchObject({ kind: 'accepted' });
    client.cut();
  });

  it('answers 452 when too much is held at once, and takes it again later', async () => {
    const held: (() => void)[] = [];
    const port = await listen({
      maxBufferedSize: 150_000,
      onMessage: () => new Promise((resolve) => held.push(resolve)),
    });
    const first = send(port, Buffer.alloc(100_000, 'a\r\n'));
    while (held.length === 0) await sleep(5);
    expect(await send(port, Buffer.alloc(100_000, 'a\r\n'))).toMatchObject({ kind: 'refused', code: 452 });
    held.pop()?.();
    expect(await first).toMatchObject({ kind: 'accepted' });
    const second = send(port, Buffer.alloc(100_000, 'a\r\n'));
    while (held.length === 0) await sleep(5);
    held.pop()?.();
    expect(await second).toMatchObject({ kind: 'accepted' });
  });

  it('never hands over half a message', async () => {
    let calls = 0;
    const port = await listen({
      onMessage: () => {
        calls += 1;
        return Promise.resolve();
      },
    });
    for (const end of ['', '\r\n', '\r\n.', '\r\n.\r']) {
      const client = await Client.to(port);
      await client.say('EHLO client.test');
      await client.say('MAIL FROM:<a@b.test>');
      await client.say('RCPT TO:<c@otzyv.test>');
      expect(await client.say('DATA')).toMatch(/^354/);
      client.write(`Subject: half\r\n\r\nbody${end}`);
      await sleep(20);
      client.cut();
    }
    await sleep(50);
    expect(calls).toBe(0);
  });

  it('does not take a bare LF dot as the end: no second message hides in the first', async () => {
    const mails: InboundMail[] = [];
    const port = await listen({
      onMessage: (mail) => {
        mails.push(mail);
        return Promise.resolve();
      },
    });
    const client = await Client.to(port);
    await client.say('EHLO client.test');
    await client.say('MAIL FROM:<a@b.test>');
    await client.say('RCPT TO:<c@otzyv.test>');
    await client.say('DATA');
    client.write(
      'Subject: one\r\n\r\nx\n.\nMAIL FROM:<evil@b.test>\r\nRCPT TO:<c@otzyv.test>\r\nDATA\r\nSubject: two\r\n\r\n.\r\n',
    );
    expect(await client.reply()).toMatch(/^250/);
    client.cut();
    expect(mails.map(({ envelope }) => envelope.from)).toEqual(['a@b.test']);
  });

  it('turns away more clients than it wants', async () => {
    const port = await listen({ maxClients: 2 });
    const clients = [await Client.to(port), await Client.to(port)];
    const third = await Client.to(port).catch(() => null);
    expect(third === null ? '421' : await third.say('EHLO x.test').catch(() => '421')).toMatch(/^421/);
    for (const client of clients) client.cut();
    third?.cut();
  });

  it('stops after the message in hand, and not before', async () => {
    const inHand: InboundMail[] = [];
    let stored = false;
    const listener = new SmtpListener({
      host: '127.0.0.1',
      port: 0,
      closeTimeout: 50,
      onMessage: async (mail) => {
        inHand.push(mail);
        await sleep(250);
        stored = true;
      },
    });
    const { port } = await listener.start();
    const sending = send(port, letter);
    while (inHand.length === 0) await sleep(5);
    await listener.stop();
    expect(stored).toBe(true);
    await sending;
    await expect(Client.to(port)).rejects.toThrow('no answer');
  });

  it('says when the port is taken', async () => {
    const port = await listen({});
    const second = new SmtpListener({ host: '127.0.0.1', port, onMessage: () => Promise.resolve() });
    await expect(second.start()).rejects.toThrow('EADDRINUSE');
  });

  it('speaks LMTP, one answer for each recipient', async () => {
    const port = await listen({ lmtp: true });
    const client = await Client.to(port);
    expect(await client.say('LHLO client.test')).toMatch(/^250/);
    await client.say('MAIL FROM:<a@b.test>');
    await client.say('RCPT TO:<c@otzyv.test>');
    await client.say('RCPT TO:<d@otzyv.test>');
    await client.say('DATA');
    client.write('Subject: x\r\n\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250/);
    expect(await client.reply()).toMatch(/^250/);
    client.cut();
  });
});

describe('the mail catcher', () => {
  it('catches everything that is sent, on this machine only', async () => {
    const caught: InboundMail[] = [];
    const catcher = new MailCatcher({
      onMail: (mail) => {
        caught.push(mail);
        return Promise.resolve();
      },
    });
    const server = await catcher.start();
    const result = await deliverMessage({
      server,
      envelope: { from: 'a@otzyv.test', to: ['anyone@anywhere.test'] },
      message: letter,
      beforeBody: () => Promise.resolve(),
    });
    await catcher.stop();
    expect(result.kind).toBe('accepted');
    expect(caught[0]?.raw.equals(letter)).toBe(true);
    expect(() => new MailCatcher({ host: '0.0.0.0', onMail: () => Promise.resolve() })).toThrow('mail.tls-required');
  });
});
