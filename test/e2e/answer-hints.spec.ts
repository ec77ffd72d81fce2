import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { CaseHouse, type OpenCase } from '../support/case-house.ts';

let house: CaseHouse;
let open: OpenCase;
let reply: string;

const pdf = (source: string) => Buffer.from(NodeCompiler.create().pdf({ mainFileContent: source }));
const attached = (filename: string, content: Buffer, contentType = 'application/pdf') => ({
  ...{ filename, content, contentType },
});

interface Hint {
  readonly kind: string;
  readonly value: object;
  readonly place: {
    readonly part: string;
    readonly page: number | null;
    readonly offset: number;
    readonly quote: string;
  };
}

beforeAll(async () => {
  house = await CaseHouse.build();
  open = await house.openCase();
  await house.prepare(open);
  const letter = pdf(
    'Первая страница сопроводительного письма.\n#pagebreak()\nЗаявление зарегистрировано 05.10.2026 за № 412.',
  );
  const hostile = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(2_000, '((<<[[')]);
  reply = await house.reply(open, await house.send(open), 'Ответ во вложении.', [
    attached('ответ.pdf', letter),
    attached('скан.pdf', pdf('#rect(width: 5cm, height: 3cm)')),
    attached('испорчен.pdf', hostile),
    attached('справка.txt', Buffer.from('Срок рассмотрения продлён до 26.10.2026.'), 'text/plain'),
  ]);
}, 120_000);

afterAll(() => house.close());

test('the text of a PDF is read too, with the name, the page and the place in it; a scan says that it has none', async () => {
  const { body } = await house.get(`/messages/${reply}/hints`).expect(200);
  const registration = (body.items as Hint[]).find(({ kind }) => kind === 'incoming_registration');
  expect(registration).toMatchObject({
    value: { number: '412', date: '2026-10-05' },
    place: { part: 'attachment', position: 1, name: 'ответ.pdf', page: 2, offset: 10 },
  });
  expect(registration?.place.quote).toBe('зарегистрировано 05.10.2026 за № 412');
  const extension = (body.items as Hint[]).find(({ kind }) => kind === 'extension');
  expect(extension).toMatchObject({ value: { until: '2026-10-26' }, place: { name: 'справка.txt', page: null } });
  expect(body.unread).toEqual([
    { position: 2, name: 'скан.pdf', reason: 'no_text' },
    { position: 3, name: 'испорчен.pdf', reason: 'not_readable' },
  ]);
});
