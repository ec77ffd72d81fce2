import type { Localised } from '#kernel';

import type { Finding, Reading } from '../finding.ts';

interface Wording extends Localised {
  readonly error?: true;
}

const WORDINGS = {
  'date-unreadable': {
    error: true,
    ru: 'Не похоже на дату. Напишите её как 05.06.2015.',
    en: 'This does not look like a date. Write it as 05.06.2015.',
  },
  'date-impossible': {
    error: true,
    ru: 'Такой даты нет. Проверьте день, месяц и год.',
    en: 'There is no such date. Check the day, the month and the year.',
  },
  'date-ambiguous': {
    ru: 'День и месяц можно прочитать двояко; прочитано как день/месяц. Проверьте дату.',
    en: 'Day and month can be read both ways; it was read as day/month. Check the date.',
  },
  'date-american': {
    ru: 'Похоже на порядок месяц/день; так и прочитано. Проверьте дату.',
    en: 'This looks like the order month/day and was read so. Check the date.',
  },
  'date-from-serial': {
    ru: 'Вместо даты стоит порядковый номер дня из Excel; дата вычислена. Проверьте её.',
    en: 'Instead of a date there is a day number of Excel; the date was computed from it. Check it.',
  },
  'phone-unreadable': {
    error: true,
    ru: 'Не похоже на номер телефона. Напишите его с кодом: +7 917 000-00-00.',
    en: 'This does not look like a phone number. Write it with its code: +7 917 000-00-00.',
  },
  'phone-without-code': {
    error: true,
    ru: 'В номере нет кода города или оператора. Напишите его полностью: +7 843 000-00-00.',
    en: 'The number has no area or operator code. Write it in full: +7 843 000-00-00.',
  },
  'phone-doubtful': {
    ru: 'Такого номера, по плану нумерации, быть не может. Проверьте цифры.',
    en: 'By the numbering plan there can be no such number. Check the digits.',
  },
  'number-as-exponent': {
    error: true,
    ru: 'Excel превратил номер в число вида 7,9E+10, и цифры потеряны. Задайте столбцу формат «Текстовый» и введите номер снова.',
    en: 'Excel turned the number into one like 7.9E+10 and its digits are lost. Format the column as text and enter it again.',
  },
  'email-unreadable': {
    error: true,
    ru: 'Адрес электронной почты записан неверно. Нужен вид имя@домен.',
    en: 'The e-mail address is malformed. It must have the form name@domain.',
  },
  'email-typo': {
    ru: 'В имени почтового сервера, похоже, опечатка. Проверьте адрес.',
    en: 'The name of the mail server seems to be misspelt. Check the address.',
  },
  'email-corrected': {
    ru: 'В адресе исправлена явная опечатка (запятая вместо точки, лишний знак). Проверьте его.',
    en: 'A plain slip in the address was corrected (a comma for a dot, a stray sign). Check it.',
  },
  'look-alike-letters': {
    ru: 'Часть букв набрана в другой раскладке (латинская «А» вместо русской или наоборот) и заменена. Проверьте запись.',
    en: 'Some letters were typed in the other alphabet (a Latin “A” for a Russian one, or the reverse) and were replaced. Check it.',
  },
  'name-has-initials': {
    ru: 'Вместо имени или отчества стоят инициалы. Для письма нужно полное имя.',
    en: 'There are initials instead of a given name or patronymic. A letter needs the full name.',
  },
  'name-order-unsure': {
    ru: 'Неясно, где фамилия, имя и отчество; прочитано в таком порядке. Проверьте.',
    en: 'It is unclear which is the family name, the given name and the patronymic; they were read in this order. Check it.',
  },
  'name-incomplete': {
    error: true,
    ru: 'Нужны хотя бы фамилия и имя.',
    en: 'At least a family name and a given name are needed.',
  },
  'name-unreadable': {
    error: true,
    ru: 'Не похоже на имя человека: есть цифры или посторонние знаки, или слов слишком много.',
    en: 'This does not look like the name of a person: it has digits or foreign signs, or too many words.',
  },
  'name-note-dropped': {
    ru: 'Пометка в скобках рядом с именем не взята.',
    en: 'The note in brackets beside the name was not taken.',
  },
  'class-unreadable': {
    error: true,
    ru: 'Не похоже на класс. Напишите его как 3А.',
    en: 'This does not look like a school class. Write it as 3А.',
  },
  'combined-unclear': {
    error: true,
    ru: 'Запись не удалось разделить на имя, класс и организацию. Разделите их по столбцам или запятыми.',
    en: 'The entry could not be split into name, class and organisation. Put them into columns or between commas.',
  },
  'leading-zero-restored': {
    ru: 'Excel, похоже, отбросил ноль в начале номера; он возвращён. Проверьте номер.',
    en: 'Excel seems to have dropped the zero at the beginning of the number; it was put back. Check the number.',
  },
  'number-length': {
    error: true,
    ru: 'В номере не столько цифр, сколько положено (ИНН 10 или 12, ОГРН 13 или 15, КПП 9).',
    en: 'The number has not as many digits as it must (ИНН 10 or 12, ОГРН 13 or 15, КПП 9).',
  },
} as const satisfies Record<string, Wording>;

export type ValueCode = keyof typeof WORDINGS;

export function finding(code: ValueCode): Finding {
  const wording: Wording = WORDINGS[code];
  return { code, level: wording.error === true ? 'error' : 'warning', text: { ru: wording.ru, en: wording.en } };
}

/** The same thing is said once, however often it was found. */
export function reading<T>(value: T | null, ...codes: readonly ValueCode[]): Reading<T> {
  return { value, findings: [...new Set(codes)].map(finding) };
}
