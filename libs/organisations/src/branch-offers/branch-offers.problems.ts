import { defineProblems } from '#kernel';

export const branchOffersProblems = defineProblems({
  associationUnknown: {
    code: 'branch-offers.association-unknown',
    status: 422,
    text: {
      ru: 'Такого другого объединения нет, или им никто не управляет. Возьмите код у его администратора.',
      en: 'There is no such other association, or nobody administers it. Ask its administrator for the id.',
    },
  },
  offeredAlready: {
    code: 'branch-offers.offered-already',
    status: 409,
    text: {
      ru: 'Отделение уже предложено. Дождитесь ответа или отзовите то предложение.',
      en: 'The branch is offered already. Wait for the answer, or revoke that offer.',
    },
  },
  branchClosed: {
    code: 'branch-offers.branch-closed',
    status: 409,
    text: {
      ru: 'Отделение закрыто, его данные ждут уничтожения. Передать можно только открытое или приостановленное отделение.',
      en: 'The branch is closed and its data wait for erasure. Only an open or suspended branch goes over.',
    },
  },
  ownRolesInUse: {
    code: 'branch-offers.own-roles-in-use',
    status: 409,
    text: {
      ru: 'В отделении работают по ролям самого объединения, а они с ним не переходят (людей: {count}). Сначала отдающее объединение даёт этим людям встроенные роли.',
      en: 'People work in the branch by roles of the association’s own, which do not go over with it ({count} of them). The giving association gives them built-in roles first.',
    },
  },
  over: {
    code: 'branch-offers.over',
    status: 409,
    text: {
      ru: 'Предложение уже принято, отклонено, отозвано или истекло. Обновите список.',
      en: 'The offer was accepted, rejected or revoked, or has expired. Reload the list.',
    },
  },
});
