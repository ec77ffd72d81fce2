import { defineProblems } from '#kernel';

export const importsProblems = defineProblems({
  wrongSource: {
    code: 'imports.source-does-not-fit',
    status: 422,
    text: {
      ru: 'Укажите, откуда данные: для семей — кто их передал, для школ — из какого опубликованного списка.',
      en: 'State where the data come from: for families who gave them, for schools which published list it is.',
    },
  },
  notNow: {
    code: 'imports.not-in-this-state',
    status: 409,
    text: {
      ru: 'Загрузка сейчас в состоянии {status}, это действие недоступно. Обновите страницу.',
      en: 'The import is {status} now, which does not allow this. Reload it.',
    },
  },
  columnOutside: {
    code: 'imports.column-outside',
    status: 422,
    text: {
      ru: 'В файле нет столбца {column}. Возьмите номер из shape.columns.',
      en: 'The file has no column {column}. Take a number from shape.columns.',
    },
  },
  fieldOfOtherKind: {
    code: 'imports.field-of-other-kind',
    status: 422,
    text: {
      ru: 'Поле {field} не относится к этой загрузке.',
      en: 'The field {field} does not belong to this kind of import.',
    },
  },
  destroyed: {
    code: 'imports.destroyed',
    status: 410,
    text: {
      ru: 'Файл и построчные результаты этой загрузки уничтожены по сроку хранения. Остались только итоги.',
      en: 'The file and the results by line were destroyed when their time was over. Only the totals are left.',
    },
  },
  schoolUnknown: {
    code: 'imports.school-unknown',
    status: 422,
    text: {
      ru: 'Такой школы в справочнике нет. Выберите школу из справочника или null.',
      en: 'The directory has no such school. Choose one of the directory, or null.',
    },
  },
  nothingMapped: {
    code: 'imports.nothing-mapped',
    status: 409,
    text: {
      ru: 'Ни один столбец не назначен. Укажите mapping: какой столбец что содержит.',
      en: 'No column is assigned. Give the mapping: which column holds what.',
    },
  },
  exportNotReady: {
    code: 'imports.export-not-ready',
    status: 409,
    text: {
      ru: 'Выгрузка ещё готовится. Подождите, пока status станет done.',
      en: 'The export is being made. Wait until its status is done.',
    },
  },
});
