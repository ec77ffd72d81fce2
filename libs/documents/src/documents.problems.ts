import { defineProblems } from '#kernel';

export const documentsProblems = defineProblems({
  fieldMissing: {
    code: 'documents.field-missing',
    status: 422,
    text: {
      ru: 'Для письма не хватает данных. Заполните поля, перечисленные в errors.',
      en: 'The letter lacks data. Fill in the fields listed in errors.',
    },
  },
  fieldInvalid: {
    code: 'documents.field-invalid',
    status: 422,
    text: {
      ru: 'Данные для письма заполнены неверно. Исправьте поля, перечисленные в errors.',
      en: 'The data for the letter are wrong. Correct the fields listed in errors.',
    },
  },
  genderUnknown: {
    code: 'documents.gender-unknown',
    status: 422,
    text: {
      ru: 'По имени не удалось определить пол, а без него имя не склонить. Укажите пол.',
      en: 'The name does not tell the gender, and without it the name cannot be declined. State the gender.',
    },
  },
  placeholderEmpty: {
    code: 'documents.placeholder-empty',
    status: 422,
    text: {
      ru: 'Шаблон письма печатает «{placeholder}», а это поле не заполнено. Заполните его или измените шаблон.',
      en: 'The template prints "{placeholder}", and that field is empty. Fill it in or change the template.',
    },
  },
  placeholderLeft: {
    code: 'documents.placeholder-left',
    status: 422,
    text: {
      ru: 'В тексте письма осталось незаполненное место: {place}. Заполните его в шаблоне.',
      en: 'The text of the letter has a place that was left to fill in: {place}. Fill it in in the template.',
    },
  },
  scanUnreadable: {
    code: 'documents.scan-unreadable',
    status: 422,
    text: {
      ru: 'Не удалось прочитать файл как PDF. Отсканируйте страницы заново в PDF без пароля.',
      en: 'The file could not be read as a PDF. Scan the pages again into a PDF without a password.',
    },
  },
  scanTooLong: {
    code: 'documents.scan-too-long',
    status: 422,
    text: {
      ru: 'В файле больше {pages} страниц. Разделите его и загрузите по частям.',
      en: 'The file has more than {pages} pages. Split it and upload the parts.',
    },
  },
  wordingBroken: {
    code: 'documents.wording-broken',
    status: 500,
    text: {
      ru: 'В тексте шаблона письма «{kind}» ошибка: {reason}. Исправьте шаблон.',
      en: 'The wording of the letter "{kind}" has an error: {reason}. Correct the template.',
    },
  },
  renderTimedOut: {
    code: 'documents.render-timed-out',
    status: 503,
    text: {
      ru: 'Письмо не удалось сверстать за {milliseconds} мс. Повторите; если не поможет, сократите текст.',
      en: 'The letter was not typeset within {milliseconds} ms. Try again; if that fails, shorten the text.',
    },
  },
  renderFailed: {
    code: 'documents.render-failed',
    status: 500,
    text: {
      ru: 'Письмо не удалось сверстать ({reason}). Проверьте установку шрифтов и шаблоны.',
      en: 'The letter could not be typeset ({reason}). Check the installed fonts and the templates.',
    },
  },
  rendererClosed: {
    code: 'documents.renderer-closed',
    status: 503,
    text: {
      ru: 'Вёрстка писем остановлена: система завершает работу. Повторите позже.',
      en: 'Letter rendering has stopped: the system is shutting down. Try again later.',
    },
  },
});
