import { foldWords } from '#vault';
import { indexNamesJob } from '#families';
import { CaseHouse } from '../support/case-house.ts';
import { eventually } from '../support/correspondence-house.ts';

let house: CaseHouse;

beforeAll(async () => {
  house = await CaseHouse.build();
});
afterAll(() => house.close());

test('families that were there before the tokens get them by a job, some at a time, and twice changes nothing', async () => {
  for (let made = 0; made < 3; made += 1) await house.openCase();
  const { database } = house.api;
  const tokens = async () =>
    (
      await database.asAdmin<{ line: string }>(
        `SELECT family_id || ' ' || token AS line FROM family_search_tokens ORDER BY 1`,
      )
    ).map(({ line }) => line);
  const before = await tokens();
  expect(before.length).toBeGreaterThan(60);
  await database.asAdmin('DELETE FROM family_search_tokens');
  for (let time = 0; time < 2; time += 1) {
    const [asked] = await database.asAdmin<{ id: string }>(
      `INSERT INTO outbox (branch_id, id, job, payload) VALUES ($1, gen_random_uuid(), $2, '{"after": null}') RETURNING id`,
      [house.coordinator.branchId, indexNamesJob.name],
    );
    await eventually(async () => {
      const [row] = await database.asAdmin<{ status: string }>('SELECT status FROM outbox WHERE id = $1', [asked?.id]);
      return row?.status === 'done' || undefined;
    }, 'the names to be indexed');
    expect(await tokens()).toEqual(before);
  }
});

test.each([
  'МБОУ «СОШ № 14» г. Казани',
  'Соловьёва Алёна Геннадьевна',
  'Римский-Корсаков, Наталья ЮРЬЕВНА',
  'Гөлнара Җәлилова Іванна Україна',
  'Сергeй (Sergey) Wladimir II',
  'подъезд съёмка Жыгулин цыган Филипп Анна ссылка 2211 3А',
  'ул. Академика Е\u0308лкина — д. 5/2',
  'Э Ю Я ЪЬ',
])('the database folds «%s» as the vault does', async (text) => {
  const rows = await house.api.database.asAdmin<{ word: string }>('SELECT word FROM search_words($1)', [text]);
  expect(rows.map(({ word }) => word)).toEqual(foldWords(text));
});
