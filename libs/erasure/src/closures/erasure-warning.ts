export interface WarningFacts {
  readonly branch: string;
  readonly days: number;
  readonly eraseAfter: Date;
  /** IANA name, of the branch. */
  readonly timeZone: string;
  readonly link: string;
}

/** Subject and text of the mail to who administers the association. */
export function erasureWarning({ branch, days, eraseAfter, timeZone, link }: WarningFacts) {
  const until = new Intl.DateTimeFormat('ru-RU', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(
    eraseAfter,
  );
  return {
    subject: `Данные закрытого отделения будут уничтожены: ${branch}`,
    text: `Здравствуйте!

Отделение «${branch}» закрыто. ${until} (время отделения) его данные будут уничтожены,
осталось не больше ${days} дн. Вернуть их после этого нельзя.

До этого срока выгрузку отделения можно забрать, а само отделение открыть снова:
${link}

Дела с запретом на уничтожение останутся, пока запрет не снят. Акты об уничтожении
хранятся три года.
`,
  };
}
