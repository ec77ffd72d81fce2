import { caseNumberQuery } from './case-number-query.ts';

test.each([
  ['КЗН-2026-000123', { prefix: 'КЗН', year: '2026', sequence: '123' }],
  ['кзн 2026 123', { prefix: 'КЗН', year: '2026', sequence: '123' }],
  ['K3H–2026–000123', { prefix: 'КЗН', year: '2026', sequence: '123' }],
  ['кзн123', { prefix: 'КЗН', year: null, sequence: '123' }],
  ['2026/123', { prefix: null, year: '2026', sequence: '123' }],
  ['№ 000123 ', { prefix: null, year: null, sequence: '123' }],
  ['123', { prefix: null, year: null, sequence: '123' }],
  ['2026', { prefix: null, year: null, sequence: '2026' }],
  ['школа 14', null],
  ['+7 916 123-45-67', null],
  ['Иванова', null],
  ['КЗН-', null],
])('%s', (typed, expected) => {
  expect(caseNumberQuery(typed)).toEqual(expected);
});
