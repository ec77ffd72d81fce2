import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export type ScriptedStep = 'greeting' | 'ehlo' | 'mail' | 'rcpt' | 'data' | 'body' | 'final';

/**
 * `drop` cuts the connection, `hang` says nothing more, `taken-then-…` (final only) keeps the message first: the cases in
 * which a sender cannot know. A string is the reply to give.
 */
export type ScriptedAction = 'ok' | 'drop' | 'hang' | 'taken-then-drop' | 'taken-then-hang' | `${number} ${string}`;

export interface SmtpScript extends Partial<Record<ScriptedStep, ScriptedAction>> {
  /** Extra lines of the EHLO answer: `PIPELINING`, `SIZE 1000`. */
  readonly extensions?: readonly string[];
  /** The body step happens after so many octets of the body. */
  readonly bodyAfter?: number;
  /** Replies to single recipients, before the `rcpt` step. */
  readonly recipients?: Readonly<Record<string, `${number} ${string}`>>;
  /** Replaces the answer to DATA, raw. */
  readonly rawData?: string;
}

/** An SMTP server on plain sockets that does wrong, on purpose, exactly where the script says. */
export class ScriptedSmtpServer {
  /** Complete messages the server has taken responsibility for, dot-stuffing undone. */
  readonly taken: Buffer[] = [];
  /** Octets of body received, final dot or not. */
  bodyOctets = 0;
  readonly commands: string[] = [];
  readonly #script: SmtpScript;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(script: SmtpScript = {}) {
    this.#script = script;
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      this.#serve(socket);
    });
  }

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(socket: Socket): void {
    let pending = Buffer.alloc(0);
    const kept: Buffer[] = [];
    let inBody = false;
    let silent = false;
    const recipients: string[] = [];

    /** Does what the script says; true when the conversation goes on. */
    const act = (step: ScriptedStep, ok: string): boolean => {
      const action = this.#script[step] ?? 'ok';
      if (action === 'ok') socket.write(`${ok}\r\n`);
      else if (action === 'drop' || action === 'taken-then-drop') socket.destroy();
      else if (action === 'hang' || action === 'taken-then-hang') silent = true;
      else socket.write(`${action}\r\n`);
      return action === 'ok' || /^[23]/.test(action);
    };

    const command = (line: string): void => {
      this.commands.push(line);
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') {
        const lines = ['scripted.test', ...(this.#script.extensions ?? [])];
        act('ehlo', lines.map((text, i) => `250${i === lines.length - 1 ? ' ' : '-'}${text}`).join('\r\n'));
      } else if (verb === 'MAIL') act('mail', '250 2.1.0 sender taken');
      else if (verb === 'RCPT') {
        const address = /<(.*)>/.exec(line)?.[1] ?? '';
        const own = this.#script.recipients?.[address];
        if (own !== undefined) socket.write(`${own}\r\n`);
        else if (act('rcpt', '250 2.1.5 recipient taken')) recipients.push(address);
      } else if (verb === 'DATA') {
        if (this.#script.rawData !== undefined) {
          socket.write(this.#script.rawData);
          inBody = this.#script.rawData.startsWith('354');
        } else if (recipients.length === 0) socket.write('554 5.5.1 no valid recipients\r\n');
        else inBody = act('data', '354 go on');
      } else if (verb === 'QUIT') socket.end('221 2.0.0 bye\r\n');
      else socket.write('502 5.5.2 not known\r\n');
    };

    /** True when the body has come to its end, the right one or the script's. */
    const body = (): boolean => {
      if (this.#script.body !== undefined && pending.length >= (this.#script.bodyAfter ?? 1)) {
        act('body', '');
        if (this.#script.body === 'hang') socket.pause();
        this.bodyOctets += pending.length;
        silent = true;
        return true;
      }
      // The line end before the dot may have come with the piece before.
      const carried = kept.length === 0 ? Buffer.from('\r\n') : (kept.at(-1)?.subarray(-4) ?? Buffer.alloc(0));
      const window = Buffer.concat([carried, pending]);
      const end = window.indexOf('\r\n.\r\n');
      if (end < 0) {
        this.bodyOctets += pending.length;
        if (pending.length > 0) kept.push(pending);
        pending = Buffer.alloc(0);
        return false;
      }
      const all = Buffer.concat([...kept.splice(0), pending]);
      const start = all.length - pending.length + end - carried.length;
      const raw = all.subarray(0, start + 2);
      this.bodyOctets += Math.max(0, start + 2 - (all.length - pending.length));
      pending = all.subarray(start + 5);
      inBody = false;
      if (/^(ok|taken|2)/.test(this.#script.final ?? 'ok')) {
        this.taken.push(Buffer.from(raw.toString('latin1').replace(/^\./gm, ''), 'latin1'));
      }
      act('final', '250 2.0.0 taken as 4711');
      return true;
    };

    /** True when something was understood and more may follow. */
    const step = (): boolean => {
      if (silent) return false;
      if (inBody) return body();
      const end = pending.indexOf('\r\n');
      if (end < 0) return false;
      const line = pending.subarray(0, end).toString('latin1');
      pending = pending.subarray(end + 2);
      command(line);
      return true;
    };

    socket.on('data', (chunk) => {
      if (silent && inBody) this.bodyOctets += chunk.length;
      pending = silent ? pending : Buffer.concat([pending, chunk]);
      while (step());
    });
    act('greeting', '220 scripted.test ESMTP');
  }
}
