import { defineProblems } from '#kernel';

export const fileProblems = defineProblems({
  empty: {
    code: 'files.empty',
    status: 422,
    text: {
      ru: 'Файл пуст. Выберите файл, в котором есть содержимое.',
      en: 'The file is empty. Choose a file that has content.',
    },
  },
  tooLarge: {
    code: 'files.too-large',
    status: 413,
    text: {
      ru: 'Файл больше {limit} МиБ. Уменьшите его или разделите на части.',
      en: 'The file is larger than {limit} MiB. Make it smaller or split it.',
    },
  },
  quarantined: {
    code: 'files.quarantined',
    status: 409,
    text: {
      ru: 'Файл помещён в карантин: проверка нашла в нём угрозу. Запросите его у отправителя заново.',
      en: 'The file is in quarantine: the scan found a threat in it. Ask the sender for it again.',
    },
  },
  damaged: {
    code: 'files.damaged',
    status: 500,
    text: {
      ru: 'Сохранённый файл {file} отсутствует или повреждён. Сообщите администратору: его нужно восстановить из резервной копии.',
      en: 'The stored file {file} is missing or damaged. Tell the administrator: it must be restored from a backup.',
    },
  },
  erased: {
    code: 'files.erased',
    status: 410,
    text: {
      ru: 'Файл уничтожен вместе с данными семьи. Осталась только запись о том, что он был.',
      en: 'The file was destroyed together with the data of its family. Only the record of it is left.',
    },
  },
  storeUnavailable: {
    code: 'files.store-unavailable',
    status: 503,
    text: {
      ru: 'Хранилище файлов не отвечает. Ничего не сохранено; повторите через минуту.',
      en: 'The file store does not answer. Nothing was saved; try again in a minute.',
    },
  },
});
