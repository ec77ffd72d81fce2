import { defineProblems, Problem } from '#kernel';

export const httpProblems = defineProblems({
  malformedBody: {
    code: 'http.body-malformed',
    status: 400,
    text: {
      ru: 'Тело запроса не разобрать. Проверьте, что это правильный JSON в кодировке UTF-8 (или правильный multipart).',
      en: 'The request body cannot be read. See that it is well-formed JSON in UTF-8 (or well-formed multipart).',
    },
  },
  malformedRequest: {
    code: 'http.request-malformed',
    status: 400,
    text: {
      ru: 'Запрос составлен неверно. Проверьте адрес и заголовки.',
      en: 'The request is malformed. Check the address and the headers.',
    },
  },
  methodNotAllowed: {
    code: 'http.method-not-allowed',
    status: 405,
    text: {
      ru: 'Этот адрес не принимает такой метод. Допустимые методы перечислены в заголовке Allow.',
      en: 'This address does not take that method. The header Allow lists those it takes.',
    },
  },
  tooLarge: {
    code: 'http.body-too-large',
    status: 413,
    text: {
      ru: 'Тело запроса или файл больше допустимого. Уменьшите его или разделите на части.',
      en: 'The request body or file is larger than allowed. Make it smaller or split it.',
    },
  },
  unsupportedMediaType: {
    code: 'http.media-type-unsupported',
    status: 415,
    text: {
      ru: 'Тип содержимого не поддерживается. Отправьте application/json (файлы — multipart/form-data).',
      en: 'The content type is not supported. Send application/json (multipart/form-data for files).',
    },
  },
  versionMissing: {
    code: 'http.version-missing',
    status: 428,
    text: {
      ru: 'Передайте в заголовке If-Match значение ETag, полученное при чтении записи.',
      en: 'Send the ETag that came with the record in the header If-Match.',
    },
  },
  versionMalformed: {
    code: 'http.version-malformed',
    status: 400,
    text: {
      ru: 'Заголовок If-Match записан неверно. Нужен ETag записи в кавычках, например "3".',
      en: 'The header If-Match is malformed. It must be the ETag of the record in quotes, such as "3".',
    },
  },
  versionMismatch: {
    code: 'http.version-mismatch',
    status: 412,
    text: {
      ru: 'Запись изменилась с тех пор, как вы её прочли. Прочитайте её заново и повторите правку.',
      en: 'The record has changed since you read it. Read it again and repeat your change.',
    },
  },
  idempotencyKeyMissing: {
    code: 'http.idempotency-key-missing',
    status: 400,
    text: {
      ru: 'Для этого действия нужен заголовок Idempotency-Key: случайная строка, одна на каждое намерение.',
      en: 'This action needs the header Idempotency-Key: a random string, one for each intention.',
    },
  },
  idempotencyKeyMalformed: {
    code: 'http.idempotency-key-malformed',
    status: 400,
    text: {
      ru: 'Заголовок Idempotency-Key записан неверно: от 8 до 128 латинских букв, цифр и знаков . _ : -',
      en: 'The header Idempotency-Key is malformed: 8 to 128 Latin letters, digits and the signs . _ : -',
    },
  },
  idempotencyKeyReused: {
    code: 'http.idempotency-key-reused',
    status: 422,
    text: {
      ru: 'С этим Idempotency-Key уже был другой запрос. Для нового запроса возьмите новый ключ.',
      en: 'This Idempotency-Key came with another request before. Take a new key for a new request.',
    },
  },
  uploadMissing: {
    code: 'http.upload-missing',
    status: 422,
    text: {
      ru: 'В запросе нет файла. Отправьте его частью file в multipart/form-data.',
      en: 'The request holds no file. Send it as the part "file" of multipart/form-data.',
    },
  },
  overloaded: {
    code: 'http.overloaded',
    status: 503,
    text: {
      ru: 'Сервер сейчас занят. Ничего не сохранено; повторите через несколько секунд.',
      en: 'The server is busy just now. Nothing was saved; try again in a few seconds.',
    },
  },
  closing: {
    code: 'http.closing',
    status: 503,
    text: {
      ru: 'Сервер перезапускается. Ничего не сохранено; повторите через несколько секунд.',
      en: 'The server is restarting. Nothing was saved; try again in a few seconds.',
    },
  },
  refused: {
    code: 'http.refused',
    status: 400,
    text: {
      ru: 'Запрос отклонён. Проверьте адрес, заголовки и тело запроса.',
      en: 'The request was refused. Check its address, headers and body.',
    },
  },
  internal: {
    code: 'internal',
    status: 500,
    text: {
      ru: 'Внутренняя ошибка. Она записана; сообщите администратору номер запроса.',
      en: 'Internal error. It was recorded; give the request id to your administrator.',
    },
  },
});

/** For the repository whose `UPDATE … WHERE version = $n` met no row although the record is there. */
export function versionMismatch(): Problem {
  return new Problem(httpProblems.versionMismatch);
}
