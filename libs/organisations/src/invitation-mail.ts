import type { Locale } from '#kernel';

export interface InvitationFacts {
  readonly association: string;
  readonly branch: string;
  /** Code of a built-in role, or the name of one of the association's own. */
  readonly role: string;
  readonly link: string;
  readonly expiresAt: Date;
  /** IANA name, of the branch. */
  readonly timeZone: string;
}

const ROLE_NAMES: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  branch_admin: { ru: 'администратор отделения', en: 'administrator of the branch' },
  lawyer: { ru: 'юрист', en: 'lawyer' },
  coordinator: { ru: 'координатор', en: 'coordinator' },
  volunteer: { ru: 'волонтёр', en: 'volunteer' },
  auditor: { ru: 'аудитор', en: 'auditor' },
};

/** Subject and text of the mail. Says what to do when it came to the wrong person, and asks for no password. */
export function invitationMail(language: Locale, facts: InvitationFacts): { subject: string; text: string } {
  const role = ROLE_NAMES[facts.role]?.[language] ?? facts.role;
  const until = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: facts.timeZone,
  }).format(facts.expiresAt);
  return language === 'ru'
    ? {
        subject: `Приглашение: ${facts.association}, ${facts.branch}`,
        text: `Здравствуйте!

Вас приглашают в объединение «${facts.association}», отделение «${facts.branch}».
Роль: ${role}.

Чтобы принять приглашение, откройте ссылку и задайте имя и пароль:
${facts.link}

Ссылка действует до ${until} (время отделения) и только один раз. Не пересылайте её:
кто её откроет, войдёт от вашего имени.

Если вы не ждали этого письма, ничего не делайте: без перехода по ссылке доступ не появится.
`,
      }
    : {
        subject: `Invitation: ${facts.association}, ${facts.branch}`,
        text: `Hello,

you are invited to the association "${facts.association}", branch "${facts.branch}".
Role: ${role}.

To accept, open the link and choose a name and a password:
${facts.link}

The link works until ${until} (time of the branch) and once only. Do not pass it on:
whoever opens it comes in as you.

If you did not expect this letter, do nothing: without the link nobody gets access.
`,
      };
}
