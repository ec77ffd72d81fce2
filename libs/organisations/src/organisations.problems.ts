import { defineProblems } from '#kernel';

export const organisationsProblems = defineProblems({
  statusRefused: {
    code: 'organisations.status-refused',
    status: 409,
    text: {
      ru: 'Сейчас отделение в состоянии «{status}», из него этот шаг невозможен. Обновите список отделений.',
      en: 'The branch is "{status}" now, and this step does not lead from there. Reload the list of branches.',
    },
  },
  timeZoneUnknown: {
    code: 'organisations.time-zone-unknown',
    status: 422,
    text: {
      ru: 'Такого часового пояса нет. Пример: Europe/Moscow.',
      en: 'There is no such time zone. Example: Europe/Moscow.',
    },
  },
  eraseTooSoon: {
    code: 'organisations.erase-too-soon',
    status: 422,
    text: {
      ru: 'Между закрытием и уничтожением данных должно пройти не меньше {days} дней, чтобы успеть их выгрузить.',
      en: 'At least {days} days must lie between closing and erasing, so that the data can be exported.',
    },
  },
  prefixTaken: {
    code: 'organisations.case-prefix-taken',
    status: 409,
    text: {
      ru: 'Такой префикс номеров дел уже есть у другого отделения объединения. Выберите другой.',
      en: 'Another branch of the association has this prefix of case numbers. Choose another one.',
    },
  },
  personUnknown: {
    code: 'organisations.person-unknown',
    status: 422,
    text: {
      ru: 'Этот человек не работает ни в одном отделении объединения. Пригласите его по почте.',
      en: 'This person serves no branch of the association. Invite the person by e-mail.',
    },
  },
  alreadyMember: {
    code: 'organisations.already-member',
    status: 409,
    text: {
      ru: 'У этого человека уже есть роль в отделении. Чтобы сменить её, измените роль участника.',
      en: 'This person has a role in the branch already. Change that role instead.',
    },
  },
  roleUnknown: {
    code: 'organisations.role-unknown',
    status: 422,
    text: {
      ru: 'Такой роли нет. Возьмите код из списка ролей отделения.',
      en: 'There is no such role. Take a code from the list of roles of the branch.',
    },
  },
  roleBeyondOwn: {
    code: 'organisations.role-beyond-own',
    status: 403,
    text: {
      ru: 'Эту роль может дать или отозвать только тот, у кого есть все её права, или администратор.',
      en: 'Only an administrator, or who has all permissions of this role, may give it or take it away.',
    },
  },
  ownRole: {
    code: 'organisations.own-role',
    status: 409,
    text: {
      ru: 'Свою роль не меняют. Попросите другого администратора.',
      en: 'Nobody changes their own role. Ask another administrator.',
    },
  },
  roleInUse: {
    code: 'organisations.role-in-use',
    status: 409,
    text: {
      ru: 'Роль кому-то давали, поэтому её нельзя удалить: журнал ссылается на неё. Уберите из неё права.',
      en: 'The role was given to somebody and the log refers to it, so it stays. Take its permissions away instead.',
    },
  },
  roleNameTaken: {
    code: 'organisations.role-name-taken',
    status: 409,
    text: {
      ru: 'Роль с таким названием уже есть. Выберите другое название.',
      en: 'There is a role of this name already. Choose another name.',
    },
  },
  lastBranchAdmin: {
    code: 'organisations.last-branch-admin',
    status: 409,
    text: {
      ru: 'Это последний администратор отделения. Сначала назначьте другого.',
      en: 'This is the last administrator of the branch. Appoint another one first.',
    },
  },
  lastAssociationAdmin: {
    code: 'organisations.last-association-admin',
    status: 409,
    text: {
      ru: 'Это последний администратор объединения. Сначала назначьте другого.',
      en: 'This is the last administrator of the association. Appoint another one first.',
    },
  },
});
