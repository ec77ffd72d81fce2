import { buffer } from 'node:stream/consumers';
import request from 'supertest';
import { CaseHouse, type OpenCase } from '../support/case-house.ts';
import { readPdf } from '../support/pdf-text.ts';

interface Event {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly who: { readonly kind: string } | null;
  readonly text: { readonly ru: string; readonly en: string };
}

let house: CaseHouse;
let open: OpenCase;
let reply: string;

beforeAll(async () => {
  house = await CaseHouse.build();
  open = await house.openCase();
  await house.prepare(open);
  const to = await house.send(open);
  reply = await house.reply(
    open,
    to,
    'Обращение зарегистрировано 05.10.2026 за № 412. Срок рассмотрения продлён до 26.10.2026.\n> Просим до 01.10.2026 направить ответ.',
  );
}, 90_000);

afterAll(async () => {
  await house.close();
});

test('the reply gives hints with the place they were read in, and nothing of the request moves', async () => {
  const before = (await house.get(`/requests/${open.id}`).expect(200)).body as object;
  const { body } = await house.get(`/messages/${reply}/hints`).expect(200);
  expect(body.unread).toEqual([]);
  expect(body.items).toMatchObject([
    {
      kind: 'incoming_registration',
      value: { number: '412', date: '2026-10-05' },
      place: { part: 'body', position: null, offset: 10, quote: 'зарегистрировано 05.10.2026 за № 412' },
      confidence: 'high',
    },
    { kind: 'extension', value: { until: '2026-10-26' } },
  ]);
  expect((await house.get(`/requests/${open.id}`).expect(200)).body).toEqual(before);
});

test('the timeline tells letters, attempts, clocks and actions in order, whole and by pages alike', async () => {
  const { body: whole } = await house.get(`/requests/${open.id}/timeline?limit=200`).expect(200);
  const events = whole.items as Event[];
  expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort());
  expect(new Set(events.map(({ kind }) => kind))).toEqual(
    new Set(['action', 'message_sent', 'message_received', 'delivery_attempt', 'clock_armed']),
  );
  const texts = events.map(({ text }) => text.ru);
  const story = ['Обращение заведено', 'Заявление подготовлено', 'Письмо зафиксировано', 'Отправлено (email)'];
  expect(texts.filter((text) => story.includes(text))).toEqual(story);
  expect(texts.at(-1)).toBe('Ответ ждёт оценки');
  expect(JSON.stringify(events)).not.toMatch(/Петров|Анна|Илья/);
  for (const sort of ['at', '-at']) {
    const paged: Event[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await house.get(`/requests/${open.id}/timeline?limit=3&sort=${sort}${next}`).expect(200);
      paged.push(...(body.items as Event[]));
      cursor = body.nextCursor as string | null;
    }
    expect(sort === 'at' ? paged : paged.reverse()).toEqual(events);
  }
});

test('the record prints the story with digests, identifiers, derivations and the head of the log, and no name', async () => {
  const answer = await house
    .get(`/requests/${open.id}/record.pdf`)
    .buffer(true)
    .parse((response, done) => {
      buffer(response as unknown as NodeJS.ReadableStream).then(
        (body) => {
          done(null, body);
        },
        (error: unknown) => {
          done(error as Error, Buffer.alloc(0));
        },
      );
    })
    .expect(200);
  const text = (await readPdf(new Uint8Array(answer.body as Buffer))).pages.join(' ');
  const [head] = await house.api.database.asAdmin<{ hash: string; number: string }>(
    `SELECT encode(hash, 'hex') AS hash, number FROM audit_entries
      WHERE branch_id = $1 AND number = (SELECT max(number) - 1 FROM audit_entries WHERE branch_id = $1)`,
    [house.coordinator.branchId],
  );
  expect(text.replaceAll(' ', '')).toContain(head?.hash ?? 'no head');
  expect(text).toContain('Ход дела');
  expect(text).toContain('отсчёт со следующего дня');
  expect(text).toContain('Идентификатор: <');
  expect(text).toMatch(/250 /);
  expect(text).not.toMatch(/Петров|Анна|Илья/);
});

test('the checklists of the demands say what the reply lacks', async () => {
  const { body } = await house.get(`/requests/${open.id}/checklists?message=${reply}`).expect(200);
  expect(body.items.map(({ code }: { code: string }) => code)).toEqual([
    'complete_answer',
    'reasoned_refusal',
    'destruction_act',
  ]);
  const states = (body.items as { items: { state: string }[] }[]).flatMap(({ items }) =>
    items.map(({ state }) => state),
  );
  expect(new Set(states)).toEqual(new Set(['missing']));
  const foreign = await house.get(`/requests/${open.id}/checklists?message=${open.id}`).expect(422);
  expect(foreign.body.code).toBe('requests.message-unknown');
});

test('a person marks a point under the version that was read; the mark outweighs hints and stands in the timeline', async () => {
  const path = (item: string) => `/requests/${open.id}/checklists/${item}?message=${reply}`;
  const mark = (item: string, version: number, body: object) =>
    request(house.api.server)
      .put(`/v1/branches/${house.coordinator.branchId}${path(item)}`)
      .set(house.coordinator.headers)
      .set('if-match', `"${version}"`)
      .send(body);
  const { body, headers } = await mark('terms', 1, { state: 'done', note: 'Срок назван на второй странице.' }).expect(
    200,
  );
  expect(headers['etag']).toBe('"2"');
  expect(body).toMatchObject({
    ...{ code: 'terms', state: 'done', version: 2 },
    mark: { state: 'done', note: 'Срок назван на второй странице.', by: house.coordinator.id },
  });
  await mark('terms', 1, { state: 'done' }).expect(412);
  await mark('cross_border', 1, { state: 'not_applicable' }).expect(200);
  await mark('no_such_point', 1, { state: 'done' }).expect(404);
  const listed = async () => {
    const { body: lists } = await house.get(`/requests/${open.id}/checklists?message=${reply}`).expect(200);
    const items = (
      lists.items as { items: { code: string; state: string; mark: object | null; version: number }[] }[]
    ).flatMap((list) => list.items);
    return (code: string) => items.find((one) => one.code === code);
  };
  expect((await listed())('terms')).toMatchObject({ state: 'done', version: 2, mark: body.mark });
  expect((await listed())('cross_border')).toMatchObject({ state: 'not_applicable', mark: { note: null } });
  await mark('terms', 2, { state: 'open' }).expect(200);
  expect((await listed())('terms')).toMatchObject({ state: 'missing', version: 3, mark: null });
  const { body: story } = await house.get(`/requests/${open.id}/timeline?limit=200`).expect(200);
  const texts = story.items.map(({ text }: { text: { ru: string } }) => text.ru);
  expect(texts.filter((text: string) => text === 'Пункт проверки ответа отмечен')).toHaveLength(3);
  const [kept] = await house.api.database.asAdmin<{ log: string }>(
    `SELECT string_agg(details::text, ' ') AS log FROM audit_entries WHERE action = 'checklists.mark'`,
  );
  expect(kept?.log).not.toContain('странице');
});
