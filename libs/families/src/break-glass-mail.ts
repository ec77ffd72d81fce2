export interface BreakGlassFacts {
  /** «КЗН-17»: it says nothing to who does not know the branch. */
  readonly caseNumber: string;
  readonly openedAt: Date;
  readonly endsAt: Date;
  /** IANA name, of the branch. */
  readonly timeZone: string;
  readonly link: string;
}

/** Subject and text, in both languages: no name, no reason. Those stand behind the link, for who may read them. */
export function breakGlassMail(facts: BreakGlassFacts): { subject: string; text: string } {
  const { caseNumber, link } = facts;
  const [openedRu, endsRu] = [facts.openedAt, facts.endsAt].map((at) => timeOf('ru-RU', at, facts.timeZone));
  const [openedEn, endsEn] = [facts.openedAt, facts.endsAt].map((at) => timeOf('en-GB', at, facts.timeZone));
  return {
    subject: `Экстренный доступ: дело ${caseNumber}`,
    text: `К делу ${caseNumber} открыт экстренный доступ.
Начало: ${openedRu}. Окончание: ${endsRu} (время отделения).

Кто и почему, видно после входа. Доступ должен проверить второй человек:
${link}

Emergency access to the case ${caseNumber} was opened at ${openedEn} and ends at ${endsEn} (time of the branch).
Who and why can be read after signing in; a second person has to review it.
`,
  };
}

function timeOf(locale: string, at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);
}
