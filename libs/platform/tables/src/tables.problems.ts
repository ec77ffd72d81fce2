import { defineProblems } from '#kernel';

/** What can be wrong with a file that should have been a table. */
export const tableProblems = defineProblems({
  empty: {
    code: 'tables.empty',
    status: 422,
    text: {
      ru: 'В файле нет ни одной строки. Выберите файл с таблицей.',
      en: 'The file has no rows. Choose a file with a table.',
    },
  },
});
