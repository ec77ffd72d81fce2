import { defineProblems, type FieldError, kernelProblems, type Localised, Problem } from '#kernel';

export const familiesProblems = defineProblems({
  notAMember: {
    code: 'families.person-not-member',
    status: 422,
    text: {
      ru: 'Этот человек не состоит в отделении. Сначала пригласите его.',
      en: 'This person has no role in the branch. Invite the person first.',
    },
  },
  alreadyAssigned: {
    code: 'families.already-assigned',
    status: 409,
    text: {
      ru: 'Семья уже поручена этому человеку. Завершите прежнее поручение, чтобы дать новое.',
      en: 'The family is assigned to this person already. End that assignment to give a new one.',
    },
  },
  strangerToFamily: {
    code: 'families.not-of-family',
    status: 422,
    text: {
      ru: 'Этого человека в семье нет. Проверьте идентификатор.',
      en: 'There is no such person in the family. Check the id.',
    },
  },
  alreadySealed: {
    code: 'families.already-sealed',
    status: 409,
    text: {
      ru: 'Семья уже закрыта: её видят только те, кому она поручена.',
      en: 'The family is sealed already: only assigned people see it.',
    },
  },
  visibleAlready: {
    code: 'families.visible-already',
    status: 409,
    text: {
      ru: 'Эта семья вам и так видна, экстренный доступ не нужен.',
      en: 'You see this family anyway; emergency access is not needed.',
    },
  },
  reviewOwn: {
    code: 'families.review-own',
    status: 409,
    text: {
      ru: 'Свой экстренный доступ не проверяют. Это делает другой администратор.',
      en: 'Nobody reviews their own emergency access. Another administrator does.',
    },
  },
  reviewInside: {
    code: 'families.review-inside',
    status: 409,
    text: {
      ru: 'В отделении есть второй человек, который может проверить этот доступ и знает причину. Проверяет он.',
      en: 'The branch has a second person who can review this access and knows the reason. That person does.',
    },
  },
  handedOver: {
    code: 'families.handed-over',
    status: 409,
    text: {
      ru: 'Семья передана другому отделению. Здесь её можно только читать.',
      en: 'The family was handed over to another branch. Here it can only be read.',
    },
  },
  merged: {
    code: 'families.merged',
    status: 410,
    text: {
      ru: 'Эта семья объединена с другой. Её данные здесь: {successor}.',
      en: 'This family was merged into another one. Its data are here: {successor}.',
    },
  },
  noSuchBranch: {
    code: 'families.no-such-branch',
    status: 422,
    text: {
      ru: 'Такого открытого отделения в вашем объединении нет.',
      en: 'Your association has no such open branch.',
    },
  },
  offeredAlready: {
    code: 'families.offered-already',
    status: 409,
    text: {
      ru: 'Семья уже предложена другому отделению. Сначала отзовите прежнее предложение.',
      en: 'The family is offered to a branch already. Take that offer back first.',
    },
  },
  handOverDecided: {
    code: 'families.hand-over-decided',
    status: 409,
    text: {
      ru: 'Другое отделение уже ответило на предложение, отозвать его нельзя.',
      en: 'The other branch has answered the offer already; it cannot be taken back.',
    },
  },
  changedMeanwhile: {
    code: 'families.changed-meanwhile',
    status: 409,
    text: {
      ru: 'Данные семьи изменились, пока её передавали. Ничего не перенесено; примите предложение ещё раз.',
      en: 'The family changed while it was handed over. Nothing has moved; accept the offer again.',
    },
  },
  noteOfAnother: {
    code: 'families.note-of-another',
    status: 403,
    text: {
      ru: 'Заметку меняет и удаляет только её автор. Напишите свою.',
      en: 'Only its author changes or removes a note. Write one of your own.',
    },
  },
  withdrawnAlready: {
    code: 'families.withdrawn-already',
    status: 409,
    text: {
      ru: 'Документ уже отозван. Новый добавьте отдельной записью.',
      en: 'The document has been withdrawn already. Add a new one as a record of its own.',
    },
  },
  endsInPast: {
    code: 'families.ends-in-past',
    status: 422,
    text: {
      ru: 'Срок поручения уже прошёл. Укажите время в будущем или не указывайте его.',
      en: 'The end of the assignment has passed. Give a time in the future or none.',
    },
  },
});

export function strangerToFamily(pointer: string): Problem {
  return new Problem(familiesProblems.strangerToFamily, { pointer });
}

/** What a contract alone cannot see, because it takes the day, the directory or the catalogue. */
export const familyRules = {
  'gender-needed': {
    ru: 'Пол не определяется по отчеству. Укажите gender.',
    en: 'The patronymic does not tell the gender. Give it.',
  },
  'phone-unreadable': {
    ru: 'Телефон не распознан. Пример: +7 916 123-45-67.',
    en: 'The telephone number is not understood. Example: +7 916 123-45-67.',
  },
  'email-unreadable': {
    ru: 'Адрес электронной почты не распознан. Пример: name@example.test.',
    en: 'The e-mail address is not understood. Example: name@example.test.',
  },
  'day-in-future': { ru: 'Эта дата ещё не наступила.', en: 'This day is in the future.' },
  'birth-date-too-old': {
    ru: 'По этой дате человеку больше 25 лет. Проверьте год рождения ребёнка.',
    en: 'A person born that day is older than 25. Check the year of birth.',
  },
  'before-birth': { ru: 'Дата раньше дня рождения.', en: 'The day is before the birth.' },
  'ends-before-start': { ru: 'Окончание раньше начала.', en: 'The end is before the start.' },
  'enrolments-overlap': {
    ru: 'В эти дни ребёнок записан в другую школу или класс. Исправьте даты или завершите прежнее обучение.',
    en: 'The child is enrolled elsewhere on these days. Correct the days or end the other enrolment.',
  },
  'withdrawal-day-needed': {
    ru: 'Укажите день отзыва вместе с обращением, которым согласие отозвано.',
    en: 'Give the day of the withdrawal with the request that withdrew the consent.',
  },
  'before-given': { ru: 'Дата раньше дня, когда документ был дан.', en: 'The day is before the document was given.' },
  'request-unknown': {
    ru: 'У этой семьи нет такого обращения.',
    en: 'The family has no such request.',
  },
  'index-outside': { ru: 'Нет элемента с таким номером.', en: 'There is no element of that index.' },
  'authority-unknown': { ru: 'Такого адресата в справочнике нет.', en: 'The directory has no such addressee.' },
  'not-a-school': { ru: 'Этот адресат — не школа.', en: 'This addressee is no school.' },
  'system-unknown': {
    ru: 'Такой информационной системы в каталоге нет. Возьмите код из /information-systems.',
    en: 'The catalogue has no such system. Take a code from /information-systems.',
  },
  'file-unknown': {
    ru: 'Файла нет, или он принадлежит другой семье.',
    en: 'There is no such file, or it belongs to another family.',
  },
} as const satisfies Readonly<Record<string, Localised>>;

export type FamilyRule = keyof typeof familyRules;

export function fault(pointer: string, rule: FamilyRule): FieldError {
  return { pointer, rule, message: familyRules[rule] };
}

/** @throws Problem validation with all of the faults. */
export function refuseFaults(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw new Problem(kernelProblems.validation, { errors });
}
