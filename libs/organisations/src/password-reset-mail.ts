import type { Locale } from '#kernel';

export interface PasswordResetFacts {
  readonly link: string;
  readonly expiresAt: Date;
  /** IANA name. */
  readonly timeZone: string;
}

/** Subject and text of the mail; says what to do when one did not ask for it. */
export function passwordResetMail(language: Locale, facts: PasswordResetFacts): { subject: string; text: string } {
  const until = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: facts.timeZone,
  }).format(facts.expiresAt);
  return language === 'ru'
    ? {
        subject: 'Новый пароль',
        text: `Здравствуйте!

Кто-то, возможно вы, попросил ссылку для нового пароля. Чтобы задать его, откройте:
${facts.link}

Ссылка действует до ${until} и только один раз. С новым паролем завершатся все прежние входы.
Если вы этого не просили, ничего не делайте: пароль останется прежним.
`,
      }
    : {
        subject: 'A new password',
        text: `Hello,

somebody, perhaps you, asked for a link to a new password. To set one, open:
${facts.link}

The link works until ${until} and once only. With the new password all earlier sessions end.
If you did not ask for it, do nothing: the password stays as it is.
`,
      };
}
