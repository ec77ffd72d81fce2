import { simpleParser } from 'mailparser';
import { composeMessage, type MessageDraft, normaliseMailAddress } from '#mail';
import { Problem } from '#kernel';
import type { PromiseProof, Verdict } from '../promise.ts';
import { randomFrom } from '../random.ts';

type Compose = (draft: MessageDraft) => Promise<Buffer>;

/** What breaks header lines, hides in them, or looks like something else than it is. */
const PIECES = [
  ...['\r\n', '\r', '\n', '\0', '\u2028', '\u2029', '\ud800', '\udc00', '\u202e', '\u200b', '\x85', '\x0b', '\t', ' '],
  ...['Bcc: x@y.test', 'To: x@y.test', '\r\nBcc: x@y.test', '\n\nbody', '\r\n.\r\n', '\r\n\t', ' \r\n'],
  ...['=?utf-8?Q?=0D=0ABcc:_x@y.test?=', '=?utf-8?B?DQpCY2M6IHhAeS50ZXN0?=', '=?koi8-r?B?', '?=', '=?', '=0D=0A'],
  ...['"', '\\', '<x@y.test>', '<', '>', ',', ';', ':', '(', ')', '@', '[127.0.0.1]', 'имя', '..', '%0d%0a', '😀'],
  ...['a'.repeat(70), 'Школа № 5', 'é', 'e\u0301', '\ufeff', '\x7f', '\x1b[31m', '𠜎'],
];
const HEADERS = ['date', 'from', 'to', 'reply-to', 'subject', 'message-id', 'mime-version', 'content-type'];
const MESSAGE_ID = '<018f.7@mail.otzyv.test>';
const PLAIN = ['office@school5.test', 'info@школа.рф', 'a+b@school.test'];

/** 8: no subject, name or address makes a header or a recipient that nobody meant. */
export const fuzzedHeaders: PromiseProof = {
  id: '8-fuzzed-headers',
  ciSize: 5_000,
  sabotageSize: 500,
  run: ({ n }) => fuzz(n, composeMessage, normaliseMailAddress),
  sabotages: [
    { name: 'lines written as they came', run: ({ n }) => fuzz(n, writtenAsItCame, normaliseMailAddress) },
    { name: 'addresses taken as they came', run: ({ n }) => fuzz(n, writtenAsItCame, (text) => text) },
  ],
};

async function fuzz(n: number, compose: Compose, normalise: (text: string) => string | null): Promise<Verdict> {
  const random = randomFrom(8);
  const tally = { composed: 0, refused: 0 };
  const faults: string[] = [];
  for (let turn = 0; turn < n; turn += 1) {
    const draft = draftFrom(random);
    try {
      const raw = await compose(draft);
      tally.composed += 1;
      faults.push(...(await faultsIn(raw, draft, normalise)).map((fault) => `${turn}: ${fault}`));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      tally.refused += 1;
      const bad = draft.to.some(({ address }) => normaliseMailAddress(address) === null);
      if (!bad && error.code !== 'mail.header-too-long') faults.push(`${turn}: refused with ${error.code}`);
    }
  }
  if (tally.composed < n / 4) faults.push('hardly anything was composed');
  return { n, violations: faults.length, details: { ...tally, faults: faults.slice(0, 10) } };
}

function draftFrom(random: () => number): MessageDraft {
  const text = (most: number): string =>
    Array.from({ length: Math.floor(random() * most) }, () => PIECES[Math.floor(random() * PIECES.length)] ?? '').join(
      '',
    );
  const address = (): string => {
    const plain = PLAIN[Math.floor(random() * PLAIN.length)] ?? '';
    if (random() > 0.25) return plain;
    const at = Math.floor(random() * plain.length);
    return plain.slice(0, at) + text(3) + plain.slice(at);
  };
  const to = Array.from({ length: 1 + Math.floor(random() * 2) }, () => ({ name: text(5), address: address() }));
  const from = { name: text(6), address: 'r-token@otzyv.test' };
  return {
    messageId: MESSAGE_ID,
    date: new Date(0),
    from,
    to,
    replyTo: from,
    subject: `Заявление ${text(12)}`,
    text: 'Здравствуйте!',
  };
}

async function faultsIn(
  raw: Buffer,
  draft: MessageDraft,
  normalise: (text: string) => string | null,
): Promise<string[]> {
  const faults: string[] = [];
  const head = raw.subarray(0, Math.max(0, raw.indexOf('\r\n\r\n'))).toString('latin1');
  if (/[^\x20-\x7e\r\n\t]/.test(head) || /\r(?!\n)|(?<!\r)\n/.test(head))
    faults.push('an octet that no header may hold');
  const names = head
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n')
    .map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
  const own = names.filter((name) => name !== 'content-transfer-encoding');
  if (own.toSorted().join() !== HEADERS.toSorted().join()) faults.push(`${names.length} headers`);
  const parsed = await simpleParser(raw);
  const seen = [parsed.to, parsed.cc, parsed.bcc].flat().flatMap((list) => list?.value ?? []);
  const meant = draft.to.map(({ address }) => normalise(address));
  const unlike = seen.length !== meant.length || seen.some(({ address }, at) => ascii(address) !== meant[at]);
  if (unlike) faults.push(`${seen.length} recipients instead of ${meant.length}, or other ones`);
  if (parsed.from?.value.length !== 1 || parsed.from.value[0]?.address !== draft.from.address)
    faults.push('another sender');
  if (parsed.messageId !== MESSAGE_ID) faults.push('another Message-ID');
  if (/[\r\n\0\u2028\u2029]/.test(parsed.subject ?? '')) faults.push('a subject of two lines');
  if (parsed.text?.trim() !== draft.text) faults.push('another text');
  return faults;
}

/** A parser may show an international domain in its own letters. */
function ascii(address: string | undefined): string | null {
  return address === undefined ? null : normaliseMailAddress(address);
}

/** What a program does that trusts its input. */
function writtenAsItCame({ messageId, date, from, to, replyTo, subject, text }: MessageDraft): Promise<Buffer> {
  const box = ({ name, address }: { name?: string; address: string }): string => `"${name ?? ''}" <${address}>`;
  const lines = [
    ...[`Date: ${date.toUTCString()}`, `From: ${box(from)}`, `To: ${to.map(box).join(', ')}`],
    ...[`Reply-To: ${box(replyTo ?? from)}`, `Subject: ${subject}`, `Message-ID: ${messageId}`, 'MIME-Version: 1.0'],
    ...['Content-Type: text/plain; charset=utf-8', '', text],
  ];
  return Promise.resolve(Buffer.from(lines.join('\r\n')));
}
