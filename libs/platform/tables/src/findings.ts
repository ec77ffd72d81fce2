import type { Localised } from '#kernel';

import type { Finding } from './finding.ts';
import type { RawTable } from './reading/thread-answers.ts';
import type { CellFinding, HeaderLines } from './table-file.ts';

interface Wording extends Localised {
  readonly level?: 'error';
}

const ROW_FINDINGS: Readonly<Record<string, Wording>> = {
  formula: {
    ru: 'В ячейке формула. Взято значение, которое программа сохранила; сама формула не вычисляется.',
    en: 'The cell holds a formula. The value that the program saved is taken; the formula itself is not computed.',
  },
  'formula-without-value': {
    level: 'error',
    ru: 'В ячейке формула без сохранённого значения. Откройте файл в Excel, сохраните его и загрузите снова.',
    en: 'The cell holds a formula without a saved value. Open the file in Excel, save it and upload it again.',
  },
  'cell-error': {
    level: 'error',
    ru: 'В ячейке ошибка формулы (например, #Н/Д). Исправьте её в исходном файле.',
    en: 'The cell holds a formula error (such as #N/A). Correct it in the source file.',
  },
  'digits-lost': {
    level: 'error',
    ru: 'Число длиннее 15 знаков: Excel заменил последние цифры нулями. Введите его как текст.',
    en: 'The number is longer than 15 digits: Excel replaced the last ones by zeros. Enter it as text.',
  },
  'date-impossible': {
    level: 'error',
    ru: 'Ячейка оформлена как дата, но такой даты нет. Исправьте её в исходном файле.',
    en: 'The cell is formatted as a date, but there is no such date. Correct it in the source file.',
  },
  'letters-lost': {
    level: 'error',
    ru: 'Часть букв не читается: файл повреждён или смешивает кодировки. Сохраните его заново как «CSV UTF-8».',
    en: 'Some letters cannot be read: the file is damaged or mixes encodings. Save it again as “CSV UTF-8”.',
  },
  'row-too-wide': {
    level: 'error',
    ru: 'В строке больше ячеек, чем столбцов в таблице; лишние не взяты. Проверьте кавычки и разделители.',
    en: 'The row has more cells than the table has columns; those beyond are not taken. Check quotes and separators.',
  },
  'row-hidden': {
    ru: 'Строка скрыта в книге (например, фильтром). Проверьте, нужна ли она.',
    en: 'The row is hidden in the workbook (by a filter, for instance). Check whether it is wanted.',
  },
  'row-is-total': {
    ru: 'Похоже на строку итогов, а не на запись.',
    en: 'This looks like a row of totals, not like a record.',
  },
  'row-is-signature': {
    ru: 'Похоже на подпись под таблицей, а не на запись.',
    en: 'This looks like a signature under the table, not like a record.',
  },
  'row-is-header': {
    ru: 'Повторяет заголовок таблицы; это не запись.',
    en: 'This repeats the header of the table; it is no record.',
  },
};

const TABLE_FINDINGS = {
  'encoding-guessed': {
    ru: 'Кодировка определена по буквам. Если в образцах вместо русских слов непонятные знаки, укажите её сами.',
    en: 'The encoding was told by the letters. If the samples show gibberish for Russian words, choose it yourself.',
  },
  'header-not-found': {
    ru: 'Строка заголовков не найдена: столбцы идут без названий. Если она есть, укажите её номер.',
    en: 'No header row was found: the columns have no titles. If there is one, give its number.',
  },
  'header-uncertain': {
    ru: 'Заголовком сочтена первая полная строка. Проверьте, что это не запись.',
    en: 'The first full row was taken for the header. Check that it is no record.',
  },
  'other-sheets': {
    ru: 'В книге есть другие листы. Читается только выбранный.',
    en: 'The workbook has other sheets. Only the chosen one is read.',
  },
  'hidden-sheets': {
    ru: 'В книге есть скрытые листы. Они не читаются, пока их не выберут.',
    en: 'The workbook has hidden sheets. They are not read unless chosen.',
  },
} as const satisfies Record<string, Localised>;

export function rowFinding(code: string, column: number | null): CellFinding {
  const wording = ROW_FINDINGS[code];
  if (wording === undefined) throw new RangeError(`no such finding: ${code}`);
  return { code, level: wording.level ?? 'warning', text: { ru: wording.ru, en: wording.en }, column };
}

export function tableFindings(raw: RawTable, header: HeaderLines | null, certain: boolean): Finding[] {
  const codes: (keyof typeof TABLE_FINDINGS)[] = [];
  if (['windows-1251', 'koi8-r', 'ibm866'].includes(raw.encoding ?? '')) codes.push('encoding-guessed');
  if (header === null && !certain) codes.push('header-not-found');
  if (header !== null && !certain) codes.push('header-uncertain');
  const others = raw.sheets.filter(({ name }) => name !== raw.sheet);
  if (others.some(({ hidden }) => !hidden)) codes.push('other-sheets');
  if (others.some(({ hidden }) => hidden)) codes.push('hidden-sheets');
  return codes.map((code) => ({ code, level: 'warning', text: TABLE_FINDINGS[code] }));
}
