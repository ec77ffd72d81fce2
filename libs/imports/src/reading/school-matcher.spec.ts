import { type KnownSchool, schoolKey, SchoolMatcher } from './school-matcher.ts';

const school = (id: string, shortName: string, rest: Partial<KnownSchool> = {}): KnownSchool => ({
  ...{ id, shortName, fullName: shortName, inn: null, ogrn: null },
  ...rest,
});
const words = (name: string | null, rest: object = {}) => ({ id: null, name, ogrn: null, inn: null, ...rest });

const matcher = new SchoolMatcher([
  school('a', 'МБОУ «СОШ № 14»', { ogrn: '1047702026701', fullName: 'МБОУ «Средняя общеобразовательная школа № 14»' }),
  school('b', 'Гимназия № 14'),
  school('c', 'Лицей № 2 им. Пушкина'),
  school('d', 'СОШ № 7 г. Казани'),
  school('e', 'СОШ № 7 г. Чистополя'),
]);

test.each([
  ['МБОУ СОШ №14', 'a'],
  ['школа 14', 'a'],
  ['сош 14', 'a'],
  ['Средняя школа № 14', 'a'],
  ['гимназия №14', 'b'],
  ['лицей 2', 'c'],
])('«%s» is certain', (name, id) => {
  expect(matcher.match(words(name))).toMatchObject({ decision: 'matched', authorityId: id });
});

test('a number of the register decides, whatever the name says', () => {
  expect(matcher.match(words('Школа', { ogrn: '1047702026701' }))).toMatchObject({ authorityId: 'a' });
});

test('two schools of one kind and number, or a number alone, are left to a person', () => {
  expect(matcher.match(words('СОШ № 7'))).toEqual({ decision: 'doubt', authorityId: null, candidates: ['d', 'e'] });
  expect(matcher.match(words('№ 14'))).toMatchObject({ decision: 'doubt', authorityId: null });
});

test('what the directory has not is unknown', () => {
  expect(matcher.match(words('Школа № 99'))).toEqual({ decision: 'unknown', authorityId: null, candidates: [] });
});

test('spellings of one school are one school of the file', () => {
  expect(schoolKey(words('МБОУ «СОШ № 14»'))).toBe(schoolKey(words('сош 14')));
});
