import { type AddressInfo } from 'node:net';

import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

export interface InboundMail {
  /** The message exactly as received, dot-stuffing undone; no header added. */
  readonly raw: Buffer;
  /** `from` is `''` for the null sender of bounces and automatic answers. Addresses are as the client wrote them. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly remoteAddress: string;
  readonly receivedAt: Date;
}

export interface SmtpListenerOptions {
  readonly host: string;
  /** 0 lets the system choose; {@link SmtpListener.start} tells. */
  readonly port: number;
  /** Speak LMTP (RFC 2033), for a mail server in front of us. */
  readonly lmtp?: boolean;
  /** Name in the greeting. */
  readonly name?: string;
  /** Octets of one message; default 25 MiB. */
  readonly maxMessageSize?: number;
  /** Connections at once; default 20. */
  readonly maxClients?: number;
  /** Octets of all messages held at once; beyond that 452. Default four messages of the largest size. */
  readonly maxBufferedSize?: number;
  /** PEM; without it STARTTLS is not offered. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Milliseconds that open conversations get to end at `stop`; default 10,000. */
  readonly closeTimeout?: number;
  /** Answered at RCPT: 550 when false, 451 when it throws. Left out, every recipient is taken. */
  readonly isKnownRecipient?: (address: string) => Promise<boolean>;
  /** 250 is answered after this resolves, 451 when it rejects: resolve after commit. */
  readonly onMessage: (mail: InboundMail) => Promise<void>;
  /** A failed `isKnownRecipient` or `onMessage`, which the client only sees as 451. */
  readonly onFailure?: (error: unknown) => void;
}

const RCPT_LIMIT = 100;

/** Takes mail in by SMTP or LMTP. Holds a message in memory only until `onMessage` has settled; keeps nothing. */
export class SmtpListener {
  readonly #options: SmtpListenerOptions;
  readonly #maxMessageSize: number;
  readonly #maxBufferedSize: number;
  readonly #server: SMTPServer;
  readonly #inHand = new Set<Promise<void>>();
  #buffered = 0;

  constructor(options: SmtpListenerOptions) {
    this.#options = options;
    this.#maxMessageSize = options.maxMessageSize ?? 25 * 1024 * 1024;
    this.#maxBufferedSize = options.maxBufferedSize ?? 4 * this.#maxMessageSize;
    this.#server = new SMTPServer({
      name: options.name ?? 'otzyv',
      banner: 'ready',
      lmtp: options.lmtp ?? false,
      size: this.#maxMessageSize,
      maxClients: options.maxClients ?? 20,
      disabledCommands: options.tls === undefined ? ['AUTH', 'STARTTLS'] : ['AUTH'],
      authOptional: true,
      disableReverseLookup: true,
      closeTimeout: options.closeTimeout ?? 10_000,
      socketTimeout: 300_000,
      ...options.tls,
      onRcptTo: (address, session, done) => {
        this.#recipient(address.address, session).then(() => {
          done();
        }, done);
      },
      onData: (stream, session, done) => {
        this.#data(stream, session).then(() => {
          done();
        }, done);
      },
    });
    // A client that breaks off is no event of ours, and without a listener it would end the process.
    this.#server.on('error', () => undefined);
  }

  /** Opens the port and tells which one it is. Rejects when the port cannot be had. */
  async start(): Promise<{ readonly host: string; readonly port: number }> {
    const { host, port } = this.#options;
    const listening = this.#server.listen(port, host);
    await new Promise<void>((resolve, reject) => {
      listening.once('listening', resolve);
      listening.once('error', reject);
    });
    return { host, port: (listening.address() as AddressInfo).port };
  }

  /** Takes no new connection, lets open ones end within `closeTimeout`, and waits for every `onMessage` under way. */
  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(resolve);
    });
    await Promise.allSettled(this.#inHand);
  }

  async #recipient(address: string, session: SMTPServerSession): Promise<void> {
    if (session.envelope.rcptTo.length >= RCPT_LIMIT) throw reply(452, '4.5.3 Too many recipients');
    if (this.#options.isKnownRecipient === undefined) return;
    const known = await this.#options.isKnownRecipient(address).catch((error: unknown) => {
      this.#options.onFailure?.(error);
      throw reply(451, '4.3.0 Cannot look up the recipient now, try again later');
    });
    if (!known) throw reply(550, '5.1.1 No such recipient here');
  }

  async #data(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const receivedAt = new Date();
    let held = 0;
    try {
      const chunks: Buffer[] = [];
      let full = false;
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        // What is refused is still read to its end, but not kept.
        full ||= this.#buffered + chunk.length > this.#maxBufferedSize;
        if (full || stream.sizeExceeded) {
          this.#buffered -= held;
          held = chunks.length = 0;
          continue;
        }
        held += chunk.length;
        this.#buffered += chunk.length;
        chunks.push(chunk);
      }
      if (stream.sizeExceeded) throw reply(552, `5.3.4 Message is larger than ${this.#maxMessageSize} octets`);
      if (full) throw reply(452, '4.3.1 Out of room for the moment, try again later');
      await this.#handOver({
        raw: Buffer.concat(chunks),
        envelope: {
          from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map(({ address }) => address),
        },
        remoteAddress: session.remoteAddress,
        receivedAt,
      });
    } finally {
      this.#buffered -= held;
    }
  }

  async #handOver(mail: InboundMail): Promise<void> {
    const work = this.#options.onMessage(mail);
    this.#inHand.add(work);
    try {
      await work;
    } catch (error) {
      this.#options.onFailure?.(error);
      throw reply(451, '4.3.0 Could not store the message, try again later');
    } finally {
      this.#inHand.delete(work);
    }
  }
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
