import { defineProblems } from '#kernel';

export const planProblems = defineProblems({
  planChanged: {
    code: 'requests.plan-changed',
    status: 409,
    text: {
      ru: 'План или последствия изменились с тех пор, как их показали заявителю. Покажите план снова.',
      en: 'The plan or its consequences changed since the applicant saw them. Show the plan again.',
    },
  },
  planIncomplete: {
    code: 'requests.plan-incomplete',
    status: 422,
    text: {
      ru: 'Не для всех систем назван адресат. Назначьте его каждой: {systems}.',
      en: 'Not every system has an addressee. Name one for each: {systems}.',
    },
  },
});
