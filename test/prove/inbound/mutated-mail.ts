import { simpleParser } from 'mailparser';
import { composeMessage, MessageParser } from '#mail';
import { Problem } from '#kernel';
import { longestStall } from '../../support/event-loop-stall.ts';
import { encodeIn } from '../../support/russian-charsets.ts';
import { deliveryReport } from '../../support/delivery-report.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { randomFrom } from '../random.ts';

const LONGEST_MS = 10_000;
const ROUNDS = 3;
const MOST_STALL_MS = 50;
const MOST_GROWTH_MB = 300;

type Parse = (raw: Buffer) => Promise<unknown>;

/** 23: mutated mail never ends the program, never takes long, and never keeps the event loop from turning. */
export const mutatedMail: PromiseProof = {
  id: '23-mutated-mail',
  ciSize: 2_000,
  sabotageSize: 100,
  run: async ({ n }) => {
    const parser = new MessageParser();
    try {
      return await parseAll(n, (raw) => parser.parse(raw));
    } finally {
      await parser.close();
    }
  },
  sabotages: [
    { name: 'parsed-in-the-main-thread', run: ({ n }) => parseAll(n, (raw) => simpleParser(raw)) },
    {
      name: 'the-thread-is-not-replaced',
      run: async ({ n }) => {
        const parser = new MessageParser({ memory: 8 });
        let dead: unknown = null;
        try {
          return await parseAll(n, async (raw) => {
            if (dead !== null) throw new Error('There is no thread any more.');
            return parser.parse(raw).catch((error: unknown) => {
              if (error instanceof Problem && error.parameters['reason'] === 'memory') dead = error;
              throw error;
            });
          });
        } finally {
          await parser.close();
        }
      },
    },
  ],
};

async function parseAll(n: number, parse: Parse): Promise<Verdict> {
  const random = randomFrom(23);
  const seeds = await corpus();
  const counts = { crashes: 0, slow: 0, unreadable: 0 };
  let [slowest, done] = [0, 0];
  const before = process.memoryUsage().rss;
  const one = async (raw: Buffer): Promise<void> => {
    const begun = performance.now();
    try {
      await parse(raw);
    } catch (error) {
      if (error instanceof Problem && error.code === 'mail.unreadable') counts.unreadable += 1;
      else counts.crashes += 1;
    }
    const took = performance.now() - begun;
    slowest = Math.max(slowest, took);
    if (took > LONGEST_MS) counts.slow += 1;
    done += 1;
  };
  // Made before the clock runs: making them is work of ours.
  const hostile = [manyAddresses(100_000), manyParts(3_000), Buffer.alloc(5_000_000, 0x41)];
  // What our code blocks it blocks in every round; a garbage collector whose threads get no core does so now and then.
  let stall = Infinity;
  for (let round = 1; round <= ROUNDS && stall > MOST_STALL_MS; round += 1) {
    const enough = round * n;
    const longest = await longestStall(async () => {
      for (const raw of hostile) await one(raw);
      while (done < enough) await one(mutated(seeds[done % seeds.length] ?? Buffer.alloc(0), random));
    });
    stall = Math.min(stall, longest);
  }
  const grownMb = Math.round((process.memoryUsage().rss - before) / 2 ** 20);
  const violations =
    counts.crashes + counts.slow + (stall > MOST_STALL_MS ? 1 : 0) + (grownMb > MOST_GROWTH_MB ? 1 : 0);
  const [longestStallMs, slowestMs] = [Math.round(stall), Math.round(slowest)];
  return { n: done, violations, details: { ...counts, longestStallMs, slowestMs, grownMb } };
}

async function corpus(): Promise<Buffer[]> {
  const composed = await composeMessage({
    messageId: '<18@otzyv.test>',
    date: new Date(0),
    from: { name: 'Анна', address: 'association@otzyv.test' },
    to: [{ address: 'info@school.test' }],
    subject: 'Отзыв согласия на обработку персональных данных',
    text: 'текст\n'.repeat(40),
    attachments: [{ filename: 'Ответ.pdf', contentType: 'application/pdf', content: Buffer.alloc(3_000, 1) }],
  });
  const koi = encodeIn('koi8-r', 'Согласие отозвано, данные уничтожены.');
  const head = (charset: string): Buffer =>
    Buffer.from(
      `From: =?${charset}?B?${koi.toString('base64')}?= <director@school.test>\r\n` +
        `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=${charset}\r\n\r\n`,
    );
  const named = Buffer.from(
    `\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; ` +
      `filename*0*=windows-1251''%CE%F2%E2; filename*1*=%E5%F2; filename*2=.pdf\r\n\r\nx\r\n--b--\r\n`,
  );
  const html = Buffer.from(
    `Content-Type: text/html; charset=utf-8\r\n\r\n${'<div><p>Ответ&nbsp;<b>да</b>'.repeat(200)}`,
  );
  return [composed, Buffer.concat([head('koi8-r'), koi, named]), deliveryReport('info@school.test'), html];
}

/** Some bytes changed, a piece cut out, doubled, or put elsewhere. */
function mutated(seed: Buffer, random: () => number): Buffer {
  const bytes = Buffer.from(seed);
  const place = (): number => Math.floor(random() * bytes.length);
  for (let left = Math.floor(random() * 12); left >= 0; left -= 1) bytes[place()] = Math.floor(random() * 256);
  const [from, to] = [place(), place()].sort((a, b) => a - b) as [number, number];
  switch (Math.floor(random() * 4)) {
    case 0:
      return Buffer.concat([bytes.subarray(to), bytes.subarray(0, to)]);
    case 1:
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
    case 2:
      return Buffer.concat([bytes, ...Array.from({ length: 20 }, () => bytes.subarray(from, to))]);
    default:
      return bytes;
  }
}

function manyAddresses(count: number): Buffer {
  return Buffer.from(`To: ${Array.from({ length: count }, (_, at) => `a${at}@b.test`).join(',\r\n ')}\r\n\r\nx`);
}

function manyParts(depth: number): Buffer {
  const part = (at: number): string => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`;
  return Buffer.from(
    `Content-Type: multipart/mixed; boundary=b0\r\n\r\n${Array.from({ length: depth }, (_, at) => part(at)).join('')}`,
  );
}
