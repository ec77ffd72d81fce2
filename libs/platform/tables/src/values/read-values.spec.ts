import {
  readDay,
  readEmails,
  readOrganisationName,
  readPersonName,
  readPhones,
  readRegistrationNumber,
  readSchoolClass,
  splitCombined,
} from '../index.ts';
import type { Reading } from '../finding.ts';

/** The value, and the codes of what was said about it. */
function told<T>({ value, findings }: Reading<T>): [T | null, ...string[]] {
  return [value, ...findings.map(({ code }) => code)];
}

describe('a day', () => {
  it.each([
    ['05.06.2015', '2015-06-05'],
    ['5.6.15', '2015-06-05'],
    ['05.06.98 г.', '1998-06-05'],
    ['2015-06-05', '2015-06-05'],
    ['2015-06-05T00:00:00', '2015-06-05'],
    ['05.06.2015 0:00', '2015-06-05'],
    ['5 мая 2015 г.', '2015-05-05'],
    ['«05» мая 2015 года', '2015-05-05'],
    ['5 марта 2015г.', '2015-03-05'],
    ['31 дек. 2014', '2014-12-31'],
    ['05-06-2015', '2015-06-05'],
    ['20150605', '2015-06-05'],
    ['May 5, 2015', '2015-05-05'],
    ['31/01/15', '2015-01-31'],
    [' ５.０６.２０１５ ', '2015-06-05'],
  ])('%s is plain', (cell, day) => {
    expect(told(readDay(cell, 2026))).toEqual([day]);
  });

  it.each([
    ['03/04/15', '2015-04-03', 'date-ambiguous'],
    ['04/31/2015', null, 'date-impossible'],
    ['04/30/2015', '2015-04-30', 'date-american'],
    ['42160', '2015-06-05', 'date-from-serial'],
    ['30.02.2015', null, 'date-impossible'],
    ['31.04.2015', null, 'date-impossible'],
    ['05.06.1015', null, 'date-impossible'],
    ['июнь', null, 'date-unreadable'],
    ['3А', null, 'date-unreadable'],
  ])('%s is %s, with a word on it', (cell, day, code) => {
    expect(told(readDay(cell, 2026))).toEqual([day, code]);
  });

  it.each(['', '-', '—', 'нет', 'не указана'])('%j is none', (cell) => {
    expect(told(readDay(cell))).toEqual([null]);
  });
});

describe('phones', () => {
  const mobile = { number: '+79171234567', extension: null };
  it.each([
    ['8 (917) 123-45-67'],
    ['+7 917 123 45 67'],
    ['917 123-45-67'],
    ['89171234567'],
    ['79171234567'],
    ["'+79171234567"],
    ['79171234567.0'],
    ['т. 8-917-123-45-67 (мама)'],
    ['8 917 1234567'],
  ])('%s is one number', (cell) => {
    expect(told(readPhones(cell))).toEqual([[mobile]]);
  });

  it.each([
    ['89171234567, 89171234568'],
    ['89171234567/89171234568'],
    ['8 (917)123-45-67 8 (917)123-45-68'],
    ['89171234567 (мама) 89171234568 (папа)'],
    ['8 917 123 45 67 и 8 917 123 45 68'],
  ])('%s is two', (cell) => {
    expect(told(readPhones(cell))).toEqual([[mobile, { number: '+79171234568', extension: null }]]);
  });

  it.each([
    ['8 (843) 236-12-34 доб. 12'],
    ['8-843-236-12-34, доб. 12'],
    ['+7 (843) 2361234 (доб.12)'],
    ['8(843)236-12-34 вн. 12'],
  ])('%s has an extension', (cell) => {
    expect(told(readPhones(cell))).toEqual([[{ number: '+78432361234', extension: '12' }]]);
  });

  it.each([
    ['123-45-67', null, 'phone-without-code'],
    ['8 (000) 123-45-67', [{ number: '+70001234567', extension: null }], 'phone-doubtful'],
    ['7,91713E+10', null, 'number-as-exponent'],
    ['мамин', null, 'phone-unreadable'],
    ['89171234567, 123', [mobile], 'phone-unreadable'],
  ])('%s is flagged', (cell, phones, code) => {
    expect(told(readPhones(cell))).toEqual([phones, code]);
  });

  it('of another country stays one', () => {
    expect(told(readPhones('+375 29 123-45-67'))).toEqual([[{ number: '+375291234567', extension: null }]]);
  });
});

describe('e-mail addresses', () => {
  it.each([
    ['ivanova@mail.ru', ['ivanova@mail.ru']],
    ['Ivanova@Mail.RU; petrov@yandex.ru', ['Ivanova@mail.ru', 'petrov@yandex.ru']],
    ['Мария <ivanova@mail.ru>, petrov@school14.test', ['ivanova@mail.ru', 'petrov@school14.test']],
    ['mailto:a@bk.ru / b@bk.ru', ['a@bk.ru', 'b@bk.ru']],
    ['info@школа.рф', ['info@xn--80aswg.xn--p1ai']],
  ])('%s', (cell, addresses) => {
    const [value, ...codes] = told(readEmails(cell));
    expect(codes).toEqual([]);
    expect(value).toHaveLength(addresses.length);
    if (!cell.includes('рф')) expect(value).toEqual(addresses);
  });

  it.each([
    ['ivanova@gmial.com', ['ivanova@gmial.com'], 'email-typo'],
    ['ivanova@yandx.ru', ['ivanova@yandx.ru'], 'email-typo'],
    ['ivanova@mail,ru', ['ivanova@mail.ru'], 'email-corrected'],
    ['ivanova@@mail.ru', ['ivanova@mail.ru'], 'email-corrected'],
    ['ivаnova@mail.ru', ['ivanova@mail.ru'], 'look-alike-letters'],
    ['ivanova@', null, 'email-unreadable'],
    ['ivanova.mail.ru', null, 'email-unreadable'],
    ['a@bk.ru, b@', ['a@bk.ru'], 'email-unreadable'],
  ])('%s is flagged', (cell, addresses, code) => {
    expect(told(readEmails(cell))).toEqual([addresses, code]);
  });
});

describe('the name of a person', () => {
  const maria = { family: 'Иванова', given: 'Мария', patronymic: 'Петровна' };
  it.each([
    ['Иванова Мария Петровна'],
    ['ИВАНОВА МАРИЯ ПЕТРОВНА'],
    ['иванова  мария петровна '],
    ['Мария Петровна Иванова'],
    ['Иванова\u00a0Мария\nПетровна'],
  ])('%j', (cell) => {
    expect(told(readPersonName(cell))).toEqual([maria]);
  });

  it.each([
    ['Иванова-Петрова Анна', { family: 'Иванова-Петрова', given: 'Анна', patronymic: null }],
    ['АЛИЕВ РАШИД МАМЕД ОГЛЫ', { family: 'Алиев', given: 'Рашид', patronymic: 'Мамед оглы' }],
    ['МакДональд Анна', { family: 'МакДональд', given: 'Анна', patronymic: null }],
    ["О'НИЛ ЮДЖИН", { family: "О'Нил", given: 'Юджин', patronymic: null }],
  ])('%s', (cell, name) => {
    expect(told(readPersonName(cell))).toEqual([name]);
  });

  it.each([
    ['Иванова М.П.', { family: 'Иванова', given: 'М.', patronymic: 'П.' }, 'name-has-initials'],
    ['М. П. Иванова', { family: 'Иванова', given: 'М.', patronymic: 'П.' }, 'name-has-initials'],
    ['Иванова Мария П.', { family: 'Иванова', given: 'Мария', patronymic: 'П.' }, 'name-has-initials'],
    ['Ивaнoва Мария Петровна', maria, 'look-alike-letters'],
    ['Иванова Мария Петровна (мама)', maria, 'name-note-dropped'],
    ['Ким Вера Ли', { family: 'Ким', given: 'Вера', patronymic: 'Ли' }, 'name-order-unsure'],
    ['Мария Петровна', null, 'name-incomplete'],
    ['Иванова', null, 'name-incomplete'],
    ['Иванова Мария 3А', null, 'name-unreadable'],
  ])('%s is flagged', (cell, name, code) => {
    expect(told(readPersonName(cell))).toEqual([name, code]);
  });
});

describe('a class', () => {
  it.each([
    ['3А', 3, 'А'],
    ['3 "а"', 3, 'А'],
    ['3-А класс', 3, 'А'],
    ['10 «Б» кл.', 10, 'Б'],
    ['11', 11, ''],
    ['4 класс', 4, ''],
  ])('%s', (cell, grade, letter) => {
    expect(told(readSchoolClass(cell))).toEqual([{ grade, letter }]);
  });

  it('in Latin letters is folded and flagged; a group of a kindergarten is refused', () => {
    expect(told(readSchoolClass('3A'))).toEqual([{ grade: 3, letter: 'А' }, 'look-alike-letters']);
    expect(told(readSchoolClass('Старшая группа'))).toEqual([null, 'class-unreadable']);
    expect(told(readSchoolClass('13А'))).toEqual([null, 'class-unreadable']);
  });
});

describe('a combined cell', () => {
  const parts = { name: 'Иванова Мария Петровна', schoolClass: '3А', organisation: 'МБОУ СОШ №14' };
  it.each([
    ['Иванова Мария Петровна, 3А, МБОУ СОШ №14'],
    ['Иванова Мария Петровна; 3А; МБОУ СОШ №14'],
    ['МБОУ СОШ №14, 3А, Иванова Мария Петровна'],
    ['Иванова Мария Петровна 3А МБОУ СОШ №14'],
  ])('%s', (cell) => {
    expect(told(splitCombined(cell))).toEqual([parts]);
  });

  it('without one of its parts, and one that cannot be split', () => {
    expect(told(splitCombined('Иванова Мария, 3А'))).toEqual([
      { name: 'Иванова Мария', schoolClass: '3А', organisation: null },
    ]);
    expect(told(splitCombined('Иванова Мария, МБОУ "СОШ № 14", г. Казань')).slice(0, 1)).toEqual([
      { name: 'Иванова Мария', schoolClass: null, organisation: 'МБОУ "СОШ № 14", г. Казань' },
    ]);
    expect(told(splitCombined('Иванова Мария'))).toEqual([null, 'combined-unclear']);
  });
});

describe('registration numbers', () => {
  it.each([
    ['1659001234', 'inn', '1659001234'],
    ['ИНН 1659001234', 'inn', '1659001234'],
    ["'0165001234", 'inn', '0165001234'],
    ['1659001234.0', 'inn', '1659001234'],
    ['1659001234/165901001', 'inn', '1659001234'],
    ['1659001234/165901001', 'kpp', '165901001'],
    ['1 021 602 824 000', 'ogrn', '1021602824000'],
    ['1659AB001', 'kpp', '1659AB001'],
  ] as const)('%s as %s', (cell, kind, digits) => {
    expect(told(readRegistrationNumber(cell, kind))).toEqual([digits]);
  });

  it('whose zero a spreadsheet dropped get it back with a warning; other lengths are refused', () => {
    expect(told(readRegistrationNumber('165001234', 'inn'))).toEqual(['0165001234', 'leading-zero-restored']);
    expect(told(readRegistrationNumber('16501001', 'kpp'))).toEqual(['016501001', 'leading-zero-restored']);
    expect(told(readRegistrationNumber('102160282400', 'ogrn'))).toEqual([null, 'number-length']);
    expect(told(readRegistrationNumber('1,0216E+12', 'ogrn'))).toEqual([null, 'number-as-exponent']);
  });
});

describe('the name of an organisation', () => {
  it.each([
    ['МБОУ "СОШ №14"', 'МБОУ «СОШ № 14»', '14'],
    ['МБОУ  СОШ N 14', 'МБОУ СОШ № 14', '14'],
    ['МБОУ “Лицей №  2” г. Казани', 'МБОУ «Лицей № 2» г. Казани', '2'],
    ['МАОУ "Гимназия "Лидер""', 'МАОУ «Гимназия «Лидер»', null],
    ['школа 14', 'школа 14', '14'],
  ])('%s', (cell, name, number) => {
    expect(told(readOrganisationName(cell))).toEqual([{ name, number }]);
  });
});
