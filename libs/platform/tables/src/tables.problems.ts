import { defineProblems } from '#kernel';

/** What can be wrong with a file that should have been a table. */
export const tableProblems = defineProblems({
  empty: {
    code: 'tables.empty',
    status: 422,
    text: {
      ru: 'В файле (или на выбранном листе) нет ни одной заполненной строки. Выберите файл с таблицей.',
      en: 'The file (or the chosen sheet) has no filled row. Choose a file with a table.',
    },
  },
  tooLarge: {
    code: 'tables.too-large',
    status: 413,
    text: {
      ru: 'Файл больше {limit} МиБ. Разделите таблицу на несколько файлов.',
      en: 'The file is larger than {limit} MiB. Split the table into several files.',
    },
  },
  notATable: {
    code: 'tables.not-a-table',
    status: 422,
    text: {
      ru: 'Это {found}, а не таблица, как бы файл ни назывался. Откройте его и сохраните как «Книга Excel (.xlsx)» или CSV.',
      en: 'This is {found}, not a table, whatever the file is called. Open it and save it as “Excel workbook (.xlsx)” or CSV.',
    },
  },
  notText: {
    code: 'tables.not-text',
    status: 422,
    text: {
      ru: 'Файл не похож ни на текст, ни на книгу Excel. Сохраните таблицу как «Книга Excel (.xlsx)» или CSV.',
      en: 'The file is neither text nor an Excel workbook. Save the table as “Excel workbook (.xlsx)” or CSV.',
    },
  },
  nulBytes: {
    code: 'tables.nul-bytes',
    status: 422,
    text: {
      ru: 'В тексте есть нулевые байты: файл повреждён или это не текст. Сохраните таблицу заново как «CSV UTF-8».',
      en: 'The text holds NUL bytes: the file is damaged or no text. Save the table again as “CSV UTF-8”.',
    },
  },
  oldWorkbook: {
    code: 'tables.old-workbook',
    status: 422,
    text: {
      ru: 'Это книга старого формата (.xls). Откройте её и выберите «Сохранить как» → «Книга Excel (.xlsx)».',
      en: 'This is a workbook of the old format (.xls). Open it and choose “Save as” → “Excel workbook (.xlsx)”.',
    },
  },
  binaryWorkbook: {
    code: 'tables.binary-workbook',
    status: 422,
    text: {
      ru: 'Это двоичная книга (.xlsb). Откройте её и выберите «Сохранить как» → «Книга Excel (.xlsx)».',
      en: 'This is a binary workbook (.xlsb). Open it and choose “Save as” → “Excel workbook (.xlsx)”.',
    },
  },
  openDocument: {
    code: 'tables.open-document',
    status: 422,
    text: {
      ru: 'Это документ OpenDocument (.ods). В LibreOffice выберите «Сохранить как» → «Excel 2007–365 (.xlsx)».',
      en: 'This is an OpenDocument file (.ods). In LibreOffice choose “Save as” → “Excel 2007–365 (.xlsx)”.',
    },
  },
  encrypted: {
    code: 'tables.encrypted',
    status: 422,
    text: {
      ru: 'Книга защищена паролем. Снимите пароль: «Файл» → «Сведения» → «Защита книги» → «Зашифровать паролем», оставьте поле пустым и сохраните.',
      en: 'The workbook is protected by a password. Remove it: “File” → “Info” → “Protect workbook” → “Encrypt with password”, leave the field empty and save.',
    },
  },
  damaged: {
    code: 'tables.damaged',
    status: 422,
    text: {
      ru: 'Книга повреждена или загружена не целиком. Откройте её в Excel, сохраните заново и загрузите ещё раз.',
      en: 'The workbook is damaged or did not arrive whole. Open it in Excel, save it again and upload it once more.',
    },
  },
  unpacksTooLarge: {
    code: 'tables.unpacks-too-large',
    status: 413,
    text: {
      ru: 'Книга распаковывается больше чем до {limit} МиБ или сжата неправдоподобно сильно. Скопируйте нужные столбцы в новую книгу.',
      en: 'The workbook unpacks to more than {limit} MiB, or is compressed beyond belief. Copy the columns you need into a new workbook.',
    },
  },
  unpacksDifferently: {
    code: 'tables.unpacks-differently',
    status: 422,
    text: {
      ru: 'Архив книги распаковывается больше, чем в нём заявлено: файл повреждён или подделан. Сохраните его в Excel заново.',
      en: 'The archive of the workbook unpacks to more than it declares: it is damaged or forged. Save it again in Excel.',
    },
  },
  tooManyParts: {
    code: 'tables.too-many-parts',
    status: 422,
    text: {
      ru: 'В книге больше {limit} частей или листов. Скопируйте нужный лист в новую книгу.',
      en: 'The workbook has more than {limit} parts or sheets. Copy the sheet you need into a new workbook.',
    },
  },
  xmlEntities: {
    code: 'tables.xml-entities',
    status: 422,
    text: {
      ru: 'Внутри книги есть объявление типа документа, которого Excel не создаёт. Такая книга не читается; сохраните её в Excel заново.',
      en: 'The workbook holds a document type declaration, which Excel never makes. Such a workbook is not read; save it again in Excel.',
    },
  },
  sheetMissing: {
    code: 'tables.sheet-missing',
    status: 422,
    text: {
      ru: 'В книге нет листа с таким именем. Выберите один из перечисленных.',
      en: 'The workbook has no sheet of that name. Choose one of those listed.',
    },
  },
  tooManyColumns: {
    code: 'tables.too-many-columns',
    status: 422,
    text: {
      ru: 'В таблице больше {limit} столбцов. Оставьте только нужные.',
      en: 'The table has more than {limit} columns. Keep only those you need.',
    },
  },
  tooManyRows: {
    code: 'tables.too-many-rows',
    status: 422,
    text: {
      ru: 'В таблице больше {limit} строк. Разделите её на несколько файлов.',
      en: 'The table has more than {limit} rows. Split it into several files.',
    },
  },
  cellTooLong: {
    code: 'tables.cell-too-long',
    status: 422,
    text: {
      ru: 'Строка {line}, столбец {column}: в ячейке больше {limit} знаков. Сократите её.',
      en: 'Line {line}, column {column}: the cell has more than {limit} characters. Shorten it.',
    },
  },
  recordTooLong: {
    code: 'tables.record-too-long',
    status: 422,
    text: {
      ru: 'Строка {line} не кончается: больше мегабайта без перевода строки или с незакрытой кавычкой. Проверьте кавычки в ней.',
      en: 'Line {line} does not end: over a megabyte without a line break or with a quote left open. Check its quotes.',
    },
  },
  quoteNotClosed: {
    code: 'tables.quote-not-closed',
    status: 422,
    text: {
      ru: 'Строка {line}: открытая кавычка не закрыта до конца файла. Закройте её или удвойте кавычки внутри ячейки.',
      en: 'Line {line}: a quote is opened and not closed until the end of the file. Close it, or double the quotes inside the cell.',
    },
  },
  tooHeavy: {
    code: 'tables.too-heavy',
    status: 422,
    text: {
      ru: 'Чтение файла заняло слишком много времени или памяти. Скопируйте нужные столбцы в новую книгу или сохраните как CSV.',
      en: 'Reading the file took too much time or memory. Copy the columns you need into a new workbook, or save it as CSV.',
    },
  },
  closed: {
    code: 'tables.closed',
    status: 409,
    text: {
      ru: 'Таблица уже закрыта. Откройте файл заново.',
      en: 'The table is closed already. Open the file again.',
    },
  },
});
