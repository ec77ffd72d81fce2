import type { Localised } from '#kernel';

/** Why a password is refused, as a person reads it. */
export const passwordFaults = {
  'password-short': {
    ru: 'Пароль короче 10 знаков. Возьмите длиннее: хорошо подходит фраза из нескольких слов.',
    en: 'The password is shorter than 10 characters. Take a longer one: a phrase of several words is good.',
  },
  'password-personal': {
    ru: 'Пароль построен на вашем имени или адресе почты; их знают и другие. Возьмите не связанные с вами слова.',
    en: 'The password is built on your name or e-mail address, which others know too. Take words unrelated to you.',
  },
  'password-common': {
    ru: 'Такой пароль есть в списках утёкших и распространённых паролей; с них начинают подбор. Придумайте другой.',
    en: 'This password is in the lists of leaked and common passwords, which are tried first. Think of another one.',
  },
  'password-guessable': {
    ru: 'Пароль легко подобрать: в нём повторы, ряды клавиш, даты или мало знаков. Сделайте его длиннее и случайнее.',
    en: 'The password is easy to guess: repeats, keyboard rows, dates or few characters. Make it longer and more random.',
  },
} as const satisfies Readonly<Record<string, Localised>>;

export type PasswordFault = keyof typeof passwordFaults;
