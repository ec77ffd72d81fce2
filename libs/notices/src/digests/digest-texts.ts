import type { Locale } from '#kernel';
import { russianPlural } from '#law';

interface DigestTexts {
  readonly subject: (branch: string) => string;
  readonly overdue: string;
  readonly due: string;
  readonly until: string;
  readonly ownDuty: string;
  readonly more: string;
  readonly unread: (count: number) => string;
  readonly unsubscribe: string;
}

const UNREAD = ['непрочитанное уведомление', 'непрочитанных уведомления', 'непрочитанных уведомлений'] as const;

export const digestTexts: Readonly<Record<Locale, DigestTexts>> = {
  ru: {
    subject: (branch) => `Сроки по делам: ${branch}`,
    overdue: 'Срок истёк',
    due: 'Срок в ближайшие дни',
    until: 'до',
    ownDuty: 'Наша обязанность',
    more: 'Показаны не все сроки; остальные видны после входа.',
    unread: (count) => `${count} ${russianPlural(count, UNREAD)}`,
    unsubscribe: 'Не присылать такие письма',
  },
  en: {
    subject: (branch) => `Deadlines of your cases: ${branch}`,
    overdue: 'The term has run out',
    due: 'Due in the next days',
    until: 'due',
    ownDuty: 'A duty of ours',
    more: 'Not all of them are shown; sign in to see the rest.',
    unread: (count) => `${count} unread ${count === 1 ? 'notification' : 'notifications'}`,
    unsubscribe: 'Stop these mails',
  },
};
