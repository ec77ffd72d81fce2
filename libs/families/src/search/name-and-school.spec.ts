import { nameAndSchool } from './name-and-school.ts';

test.each([
  ['Иванова школа 14', { names: 'Иванова', school: 'школа 14' }],
  ['иванова 14', { names: 'иванова', school: '14' }],
  ['Иванова Мария, МБОУ СОШ №14', { names: 'Иванова Мария,', school: 'МБОУ СОШ №14' }],
  ['Иванова гимназия № 5 Казань', { names: 'Иванова', school: 'гимназия № 5 Казань' }],
  ['школа 14 Иванова', { names: 'Иванова', school: 'школа 14' }],
  ['Иванова', null],
  ['школа 14', null],
  ['МБОУ «СОШ № 14»', null],
  ['14', null],
  ['+7 916 123-45-67', null],
  ['КЗН-2026-000123', null],
  ['паспорт 9204 654321', null],
  ['ivanova14@people.test', null],
])('%s', (typed, expected) => {
  expect(nameAndSchool(typed)).toEqual(expected);
});

test('a hostile text is refused at once', () => {
  const begun = performance.now();
  for (const text of ['школ'.repeat(50), `${'школа '.repeat(33)}я`, 'я'.repeat(200), `${'я '.repeat(99)}№`]) {
    expect(nameAndSchool(text)).toBeNull();
  }
  expect(performance.now() - begun).toBeLessThan(2_000);
});
