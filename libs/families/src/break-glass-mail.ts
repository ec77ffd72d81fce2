import type { Locale } from '#kernel';

export interface BreakGlassFacts {
  /** «КЗН-17»: it says nothing to who does not know the branch. */
  readonly caseNumber: string;
  readonly openedAt: Date;
  readonly endsAt: Date;
  /** IANA name, of the branch. */
  readonly timeZone: string;
  readonly link: string;
}

/** Subject and text: no name, no reason. Those stand behind the link, for who may read them. */
export function breakGlassMail(language: Locale, facts: BreakGlassFacts): { subject: string; text: string } {
  const { caseNumber, link } = facts;
  const [opened, ends] = [facts.openedAt, facts.endsAt].map((at) => timeOf(language, at, facts.timeZone));
  return language === 'ru'
    ? {
        subject: `Экстренный доступ: дело ${caseNumber}`,
        text: `К делу ${caseNumber} открыт экстренный доступ.
Начало: ${opened}. Окончание: ${ends} (время отделения).

Кто и почему, видно после входа. Доступ должен проверить второй человек:
${link}
`,
      }
    : {
        subject: `Emergency access: case ${caseNumber}`,
        text: `Emergency access to the case ${caseNumber} was opened
at ${opened} and ends at ${ends} (time of the branch).

Who and why can be read after signing in. A second person has to review it:
${link}
`,
      };
}

function timeOf(language: Locale, at: Date, timeZone: string): string {
  const locale = language === 'ru' ? 'ru-RU' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);
}
