import { defineProblems } from '#kernel';

export const dutiesProblems = defineProblems({
  incidentInFuture: {
    code: 'requests.incident-in-future',
    status: 422,
    text: {
      ru: 'Инцидент не мог быть выявлен позже нынешнего момента. Проверьте дату и время.',
      en: 'The incident cannot have been found later than now. Check the date and time.',
    },
  },
  dutyDone: {
    code: 'requests.duty-done',
    status: 409,
    text: {
      ru: 'Эта обязанность уже отмечена исполненной. Обновите список.',
      en: 'This duty was marked as done already. Reload the list.',
    },
  },
});
