import type { Locale, Localised } from '#kernel';
import type { BranchOfferEvent } from './branch-offers.jobs.ts';

export interface BranchOfferFacts {
  readonly branch: string;
  /** Names of the associations. */
  readonly from: string;
  readonly to: string;
  readonly expiresAt: Date;
  /** IANA name, of the branch. */
  readonly timeZone: string;
}

/** Subject and text for people of the branch and of both associations: names of organisations, nothing of any case. */
export function branchOfferMail(language: Locale, event: BranchOfferEvent, facts: BranchOfferFacts) {
  const { branch } = facts;
  const until = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: facts.timeZone,
  }).format(facts.expiresAt);
  const told = TOLD[event]({ ...facts, until });
  return language === 'ru'
    ? { subject: `Передача отделения: ${branch}`, text: `Здравствуйте!\n\n${told.ru}\n` }
    : { subject: `A branch changes hands: ${branch}`, text: `Hello,\n\n${told.en}\n` };
}

type Told = (facts: Omit<BranchOfferFacts, 'expiresAt'> & { readonly until: string }) => Localised;

const TOLD: Readonly<Record<BranchOfferEvent, Told>> = {
  offered: ({ branch, from, to, until }) => ({
    ru: `Объединение «${from}» предложило передать отделение «${branch}» объединению «${to}».
Ответить можно до ${until} (время отделения). До ответа ничего не меняется:
отделение работает как раньше, а принимающее объединение не видит его данных.`,
    en: `the association "${from}" has offered the branch "${branch}" to the association "${to}".
An answer is possible until ${until} (time of the branch). Until then nothing changes:
the branch works as before, and the other association sees nothing of its data.`,
  }),
  revoked: ({ branch, from, to }) => ({
    ru: `Объединение «${from}» отозвало предложение передать отделение «${branch}»
объединению «${to}». Ничего не изменилось.`,
    en: `the association "${from}" has taken back its offer of the branch "${branch}"
to the association "${to}". Nothing has changed.`,
  }),
  rejected: ({ branch, from, to }) => ({
    ru: `Объединение «${to}» отклонило предложение принять отделение «${branch}».
Оно остаётся в объединении «${from}». Ничего не изменилось.`,
    en: `the association "${to}" has declined the branch "${branch}".
It stays with the association "${from}". Nothing has changed.`,
  }),
  accepted: ({ branch, from, to }) => ({
    ru: `Отделение «${branch}» перешло из объединения «${from}» в объединение «${to}»
вместе со своими делами. Роли людей отделения остались. Ключи доступа программ и
неотвеченные приглашения отозваны: создайте новые.

Теперь данные обрабатывает другой оператор. Согласия семей даны прежнему: список тех,
которые нужно получить заново, есть в отделении.`,
    en: `the branch "${branch}" has gone from the association "${from}" to the association
"${to}" with all of its cases. People of the branch keep their roles. Keys of programs
and unanswered invitations are revoked: make new ones.

The data have another operator now. Consents of families name the former one: the branch
has a list of those that have to be renewed.`,
  }),
};
