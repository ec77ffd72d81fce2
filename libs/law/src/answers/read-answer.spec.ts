import { readAnswer } from './read-answer.ts';
import type { AnswerHintKind } from './answer-hint.ts';
import { claimsNothing, corpus } from './sample-answers.ts';

describe('sample answers', () => {
  test.each(corpus)('$text', ({ text, hints }) => {
    const read = readAnswer(text);
    for (const [kind, value] of hints) {
      expect(read).toContainEqual(expect.objectContaining({ kind, value: expect.objectContaining(value) as object }));
    }
    const kinds = new Set(hints.map(([kind]) => kind));
    const others = read.filter((hint) => hint.kind !== 'answer_element' && !kinds.has(hint.kind));
    expect(others).toEqual([]);
  });

  test.each(claimsNothing)('nothing in: %s', (text) => {
    expect(readAnswer(text).filter(({ kind }) => kind !== 'answer_element')).toEqual([]);
  });

  test('there are enough of them', () => {
    expect(corpus.length + claimsNothing.length).toBeGreaterThanOrEqual(40);
  });
});

test('a hint quotes the very place it names', () => {
  for (const { text } of corpus) {
    for (const { offset, quote } of readAnswer(text)) expect(text.slice(offset, offset + quote.length)).toBe(quote);
  }
});

test('an act of destruction says which fields of Order 179 it fills', () => {
  const text = `Акт об уничтожении персональных данных № 3
Оператор: МБОУ «Школа № 5», г. Казань
Субъект персональных данных: учащийся, личное дело 17
Перечень персональных данных: фотография, телефон
Бумажный носитель: анкета, количество листов 2
Информационная система: «Электронный дневник»
Способ уничтожения: измельчение
Причина уничтожения: отзыв согласия
Дата уничтожения: 12.10.2026
Члены комиссии: (подписи)`;
  const act = readAnswer(text).find(({ kind }) => kind === 'destruction_act');
  expect(act).toMatchObject({ confidence: 'high', offset: 0, value: { date: '2026-10-12' } });
  expect(act?.value['fields']).toEqual([
    ...['act_operator', 'act_subjects', 'act_destroyed_by', 'act_categories', 'act_medium', 'act_system'],
    ...['act_method', 'act_reason', 'act_date'],
  ]);
});

test('what the answer quotes of our own letter is not read', () => {
  const own = 'Просим в срок до 20.10.2026 предоставить копию паспорта.';
  expect(kindsIn(own)).toEqual(['demand_on_us']);
  expect(kindsIn(`Спасибо.\n> ${own}\n`)).toEqual([]);
  expect(kindsIn(`Спасибо.\n--- Исходное сообщение ---\n${own}\n`)).toEqual([]);
});

describe('hostile text of a megabyte is read in linear time', () => {
  const pieces = [
    ...[
      'вх. № ',
      'вх вх. ',
      'зарегистрировано ',
      'продлён срок ',
      'п. 2 ч. 1 ст. 6 ',
      'ст. 6, ',
      '1,1,1,1,1,1,1,',
      '152-ФЗ ',
    ],
    ...[
      'просим до ',
      'просим представить ',
      'акт об уничтожении уничтожено ',
      '>',
      '>>\n',
      '-',
      '--- ',
      '\t',
      ' ',
      '\n\n',
    ],
    ...[
      '«05» ',
      '1.1.1.',
      'целями ',
      'передача ',
      'источник ',
      'хранения срок ',
      'а',
      '№ 1 от 1 ',
      'дата уничтожения ',
    ],
  ];
  test.each(pieces)('%j', (piece) => {
    const whole = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const quarter = fastest(whole.slice(0, 250_000));
    const full = fastest(whole);
    expect(full).toBeLessThan(3_000);
    // Linear is 4; quadratic would be 16. Small times are noise.
    expect(full).toBeLessThan(Math.max(quarter, 15) * 10);
  });
});

function fastest(text: string): number {
  const times = [0, 1].map(() => {
    const since = performance.now();
    readAnswer(text);
    return performance.now() - since;
  });
  return Math.min(...times);
}

function kindsIn(text: string): AnswerHintKind[] {
  return readAnswer(text)
    .map(({ kind }) => kind)
    .filter((kind) => kind !== 'answer_element');
}
