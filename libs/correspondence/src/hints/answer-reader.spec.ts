import { deflateSync } from 'node:zlib';
import { AnswerReader, type ReadingLimits } from './answer-reader.ts';

const readers: AnswerReader[] = [];
const reader = (limits?: ReadingLimits): AnswerReader => {
  const made = new AnswerReader(limits);
  readers.push(made);
  return made;
};
afterAll(() => Promise.all(readers.map((one) => one.onApplicationShutdown())));

const letter = { kind: 'body', text: 'Заявление зарегистрировано 05.10.2026 за № 412.' } as const;

/** One page whose content unpacks to so many octets, of words that all stand apart. */
function bomb(octets: number): Uint8Array {
  const stream = deflateSync(`BT /F 9 Tf ${'0 20 Td (a) Tj '.repeat(octets / 15)} ET`);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    `<< /Length ${stream.length} /Filter /FlateDecode >>\nstream\n${stream.toString('latin1')}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join('');
  return new Uint8Array(Buffer.from(`%PDF-1.4\n${body}trailer\n<< /Root 1 0 R >>\n%%EOF`, 'latin1'));
}

test('a part that takes too long is a person’s to read, and the next one, waiting or not, finds a new thread', async () => {
  const slow = reader({ timeout: 700, memory: 256 });
  expect((await slow.read(letter)).hints).toHaveLength(1);
  const [greedy, waiting] = await Promise.all([slow.read({ kind: 'pdf', bytes: bomb(30_000_000) }), slow.read(letter)]);
  expect(greedy).toEqual({ hints: [], fault: 'not_readable' });
  expect(waiting.hints).toHaveLength(1);
  expect((await slow.read(letter)).hints).toMatchObject([{ kind: 'incoming_registration', page: null }]);
}, 60_000);

test('text of Windows is read, and what is longer than any letter is said to be', async () => {
  const windows = Uint8Array.from('Срок рассмотрения продлён до 26.10.2026.', octet);
  const { hints } = await reader().read({ kind: 'text', bytes: windows });
  expect(hints).toMatchObject([{ kind: 'extension', value: { until: '2026-10-26' } }]);
  expect(await reader().read({ kind: 'body', text: 'а'.repeat(300_000) })).toEqual({ hints: [], fault: 'too_long' });
});

/** Of windows-1251. */
function octet(letter: string): number {
  const code = letter.charCodeAt(0);
  return letter === 'ё' ? 0xb8 : code >= 0x410 ? code - 0x350 : code;
}
