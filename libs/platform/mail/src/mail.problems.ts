import { defineProblems } from '#kernel';

/** What can go wrong with mail in a way that a person can put right. */
export const mailProblems = defineProblems({
  addressInvalid: {
    code: 'mail.address-invalid',
    status: 422,
    text: {
      ru: 'Адрес электронной почты записан неверно. Укажите один адрес вида имя@домен, без имени получателя и лишних знаков.',
      en: 'The e-mail address is malformed. Give one address of the form name@domain, without a display name or extra characters.',
    },
  },
  recipientMissing: {
    code: 'mail.recipient-missing',
    status: 422,
    text: {
      ru: 'У письма нет получателя. Укажите хотя бы один адрес.',
      en: 'The letter has no recipient. Give at least one address.',
    },
  },
  headerTooLong: {
    code: 'mail.header-too-long',
    status: 422,
    text: {
      ru: 'Тема, имя или название файла длиннее {limit} знаков. Сократите текст.',
      en: 'The subject, a name or a file name is longer than {limit} characters. Shorten it.',
    },
  },
  headerRefused: {
    code: 'mail.header-refused',
    status: 422,
    text: {
      ru: 'Такой заголовок письма задавать нельзя. Используйте заголовок с собственным именем, например X-Otzyv-…',
      en: 'This mail header may not be set. Use a header with a name of its own, such as X-Otzyv-…',
    },
  },
  messageIdInvalid: {
    code: 'mail.message-id-invalid',
    status: 422,
    text: {
      ru: 'Идентификатор письма (Message-ID) записан неверно. Нужен вид <знаки@домен>.',
      en: 'The Message-ID is malformed. It must have the form <characters@domain>.',
    },
  },
  dateInvalid: {
    code: 'mail.date-invalid',
    status: 422,
    text: {
      ru: 'Дата письма не является датой. Передайте действительный момент времени.',
      en: 'The date of the letter is not a date. Pass a valid moment.',
    },
  },
  contentTypeInvalid: {
    code: 'mail.content-type-invalid',
    status: 422,
    text: {
      ru: 'Тип вложения записан неверно или составной. Нужен вид тип/подтип, например application/pdf.',
      en: 'The attachment type is malformed or composite. It must have the form type/subtype, such as application/pdf.',
    },
  },
  serverUrlInvalid: {
    code: 'mail.server-url-invalid',
    status: 422,
    text: {
      ru: 'Адрес почтового сервера записан неверно. Нужен вид smtp://имя:пароль@сервер:порт или smtps://…',
      en: 'The mail server address is malformed. It must have the form smtp://user:password@host:port or smtps://…',
    },
  },
  tlsRequired: {
    code: 'mail.tls-required',
    status: 422,
    text: {
      ru: 'Без шифрования можно работать только с сервером на этой же машине. Уберите tls=none из адреса сервера.',
      en: 'Mail without encryption is allowed only to a server on this same machine. Remove tls=none from the server address.',
    },
  },
  unreadable: {
    code: 'mail.unreadable',
    status: 422,
    text: {
      ru: 'Письмо не удалось разобрать ({reason}). Исходное письмо сохранено, откройте его вручную.',
      en: 'The message could not be parsed ({reason}). The original is kept; open it by hand.',
    },
  },
  parserClosed: {
    code: 'mail.parser-closed',
    status: 503,
    text: {
      ru: 'Разбор писем остановлен. Повторите после запуска службы.',
      en: 'Message parsing has been stopped. Try again when the service is running.',
    },
  },
});
