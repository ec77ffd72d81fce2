import { setTimeout as sleep } from 'node:timers/promises';
import { composeMessage, type Delivery, deliverMessage, type DeliveryResult } from '#mail';
import {
  type ScriptedAction,
  ScriptedSmtpServer,
  type ScriptedStep,
  type SmtpScript,
} from '../../support/scripted-smtp-server.ts';
import type { PromiseProof, Verdict } from '../promise.ts';

const STEPS: readonly ScriptedStep[] = ['greeting', 'ehlo', 'mail', 'rcpt', 'data', 'body', 'final'];
const ENDS: readonly ScriptedAction[] = ['drop', 'hang', '451 4.3.0 later', '554 5.3.0 no'];
const TAKEN: readonly ScriptedAction[] = ['taken-then-drop', 'taken-then-hang', 'ok'];
const SCRIPTS: readonly SmtpScript[] = [
  ...STEPS.flatMap((step) => ENDS.map((action) => ({ [step]: action }))),
  ...TAKEN.map((final) => ({ final })),
].flatMap((script) => [script, { ...script, extensions: ['PIPELINING', 'SIZE 99999999'] }]);
const PARALLEL = 8;
const ENVELOPE = { from: 'b-token@otzyv.test', to: ['info@school.test'] };

type Classified = Pick<DeliveryResult, 'kind'>;
interface Faulty {
  /** What a less careful program would conclude. */
  readonly concluded?: (result: DeliveryResult) => Classified;
  readonly delivery?: (delivery: Delivery) => Delivery;
}

/** 4: whatever happens to the connection and whenever, nothing is called safe to repeat that the server has taken. */
export const lostConnections: PromiseProof = {
  id: '4-lost-connections',
  ciSize: SCRIPTS.length * 2,
  sabotageSize: SCRIPTS.length * 2,
  run: ({ n }) => spoil(n),
  sabotages: [
    {
      name: 'what brought no answer is tried again',
      run: ({ n }) => spoil(n, { concluded: (result) => (result.kind === 'unknown' ? { kind: 'not-sent' } : result) }),
    },
    {
      name: 'the point of no return is committed after the body',
      run: ({ n }) => spoil(n, { delivery: committedLate }),
    },
  ],
};

async function spoil(n: number, faulty: Faulty = {}): Promise<Verdict> {
  const letters = [await letter(100), await letter(3 * 1024 * 1024)];
  const faults: string[] = [];
  const tally: Record<string, number> = {};
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < n) {
      const turn = next;
      next += 1;
      const script = SCRIPTS[turn % SCRIPTS.length] ?? {};
      const message = letters[Math.floor(turn / SCRIPTS.length) % letters.length] ?? Buffer.alloc(0);
      const { kind, wrong } = await attempt(script, message, faulty);
      tally[kind] = (tally[kind] ?? 0) + 1;
      if (wrong !== null) faults.push(`${JSON.stringify(script)}, ${message.length} octets: ${wrong}`);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, lane));
  return { n, violations: faults.length, details: { ...tally, faults: faults.slice(0, 10) } };
}

async function attempt(
  script: SmtpScript,
  message: Buffer,
  { concluded = (result) => result, delivery = (same) => same }: Faulty,
): Promise<{ kind: string; wrong: string | null }> {
  const server = new ScriptedSmtpServer(script);
  const port = await server.start();
  let octetsAtCommit = 0;
  // Long where nothing hangs, so that a busy machine is not taken for a hanging server.
  const wait = Object.values(script).some((action) => String(action).endsWith('hang')) ? 1_500 : 20_000;
  try {
    const { kind } = concluded(
      await deliverMessage(
        delivery({
          server: { host: '127.0.0.1', port, tls: 'none' },
          envelope: ENVELOPE,
          message,
          beforeBody: async () => {
            await sleep(5);
            octetsAtCommit = server.bodyOctets;
          },
          timeouts: { connect: 20_000, command: wait, data: wait, block: wait, final: wait },
        }),
      ),
    );
    return { kind, wrong: wrongIn(kind, server, octetsAtCommit) };
  } finally {
    await server.stop();
  }
}

function wrongIn(kind: DeliveryResult['kind'], server: ScriptedSmtpServer, octetsAtCommit: number): string | null {
  const { taken, bodyOctets } = server;
  if ((kind === 'not-sent' || kind === 'refused') && taken.length > 0) return `${kind}, but the server has taken it`;
  if (kind === 'not-sent' && bodyOctets > 0) return `not-sent, but ${bodyOctets} octets have left`;
  if (kind === 'accepted' && taken.length !== 1) return `accepted, but the server holds it ${taken.length} times`;
  if (octetsAtCommit > 0) return `${octetsAtCommit} octets had left before the point of no return`;
  return null;
}

function committedLate(delivery: Delivery): Delivery {
  const { message, beforeBody } = delivery;
  const open = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.isBuffer(message) ? message : Buffer.alloc(0);
    await sleep(50);
    await beforeBody();
  };
  return { ...delivery, beforeBody: () => Promise.resolve(), message: { open } };
}

function letter(octets: number): Promise<Buffer> {
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
