import type { Locale } from '#kernel';

export interface WarningFacts {
  readonly branch: string;
  readonly days: number;
  readonly eraseAfter: Date;
  /** IANA name, of the branch. */
  readonly timeZone: string;
  readonly link: string;
}

/** Subject and text of the mail to who administers the association. */
export function erasureWarning(language: Locale, { branch, days, eraseAfter, timeZone, link }: WarningFacts) {
  const until = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  }).format(eraseAfter);
  return language === 'ru'
    ? {
        subject: `Данные закрытого отделения будут уничтожены: ${branch}`,
        text: `Здравствуйте!

Отделение «${branch}» закрыто. ${until} (время отделения) его данные будут уничтожены,
осталось не больше ${days} дн. Вернуть их после этого нельзя.

До этого срока выгрузку отделения можно забрать, а само отделение открыть снова:
${link}

Дела с запретом на уничтожение останутся, пока запрет не снят. Акты об уничтожении
хранятся три года.
`,
      }
    : {
        subject: `The data of a closed branch will be destroyed: ${branch}`,
        text: `Hello,

the branch "${branch}" is closed. At ${until} (time of the branch) its data will be
destroyed, in ${days} days at most. They cannot be brought back afterwards.

Until then the export of the branch can be taken, and the branch can be opened again:
${link}

Cases under a legal hold stay until it is lifted. Acts of destruction are kept for
three years.
`,
      };
}
