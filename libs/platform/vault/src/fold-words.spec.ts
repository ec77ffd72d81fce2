import { foldWords, soughtNames, storedNames } from '#vault';

test.each([
  ['Соловьёва Алёна', 'СОЛОВЬЕВА  алена'],
  ['Наталья Геннадьевна', 'Наталия Геннадиевна'],
  ['Софья', 'София'],
  ['Андрей', 'Андреи'],
  ['Филипп', 'Филип'],
  ['Эльвира', 'Ельвира'],
  ['Римский‑Корсаков', 'римский корсаков'],
  ['Д’Артаньян', "д'артаньян"],
  ['Гөлнара', 'Голнара'],
  ['Сергeй', 'Сергей'],
  ['Жигулин', 'Жыгулин'],
  ['Соловье\u0308ва', 'Соловьёва'],
  ['Ма\u0301рия', 'Мария'],
])('%s and %s are one', (one, other) => {
  expect(foldWords(one)).toEqual(foldWords(other));
});

test.each([
  ['Иванов', 'Иванова'],
  ['Петров', 'Перов'],
  ['Ли', 'Ле'],
])('%s and %s stay two', (one, other) => {
  expect(foldWords(one)).not.toEqual(foldWords(other));
});

test('signs are no words; figures keep their doubles and stand apart from letters', () => {
  expect(foldWords(' -- «»!?№ ')).toEqual([]);
  expect(foldWords('МБОУ «СОШ №144»')).toEqual(['мбоу', 'сош', '144']);
  expect(foldWords('3А')).toEqual(['3', 'а']);
});

test.each([
  ['Геннадьевна', 'геннад'],
  ['Игнатьев', 'Игнать'],
  ['Мария', 'мари'],
  ['Наталия', 'натал'],
  ['Дмитрий', 'дмитрий'],
])('%s is found by its beginning %s', (name, typed) => {
  const [sought] = soughtNames(typed);
  expect(storedNames([name])).toContain(sought?.beginning);
});

test('a name is stored by its beginnings and as a whole; the whole is never the beginning of another', () => {
  expect([...storedNames(['Ким', 'Кима'])].sort()).toEqual(['=ким', '=кима', '^к', '^ки', '^ким', '^кима']);
  expect(soughtNames('Ким')).toEqual([{ whole: '=ким', beginning: '^ким' }]);
  const long = 'абвгдежзиклмнопрсту';
  expect(soughtNames(`${long}ф`)[0]?.beginning).toBe(soughtNames(`${long}х`)[0]?.beginning);
  expect(soughtNames(`${long}ф`)[0]?.whole).not.toBe(soughtNames(`${long}х`)[0]?.whole);
});
