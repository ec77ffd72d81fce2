import { defineProblems } from '#kernel';

export const escalationsProblems = defineProblems({
  stageForbids: {
    code: 'escalations.stage-forbids',
    status: 409,
    text: {
      ru: 'На стадии «{stage}» действие «{verb}» невозможно. Обновите жалобу и посмотрите, что с ней уже сделано.',
      en: 'At stage "{stage}" the action "{verb}" cannot be done. Reload the complaint and see what was done already.',
    },
  },
  secondPersonNeeded: {
    code: 'escalations.second-person-needed',
    status: 409,
    text: {
      ru: 'Жалобу утверждает не тот, кто готовил обращение. Попросите об этом другого сотрудника с таким правом.',
      en: 'A complaint is approved by somebody other than who prepared the case. Ask another person with this right.',
    },
  },
  channelUnfit: {
    code: 'escalations.channel-unfit',
    status: 422,
    text: {
      ru: 'Жалобу этим способом не рассмотрят (почему — в списке channels этой жалобы). Выберите один из способов: {channels}.',
      en: 'A complaint sent this way is not considered (the list `channels` of this complaint says why). Choose one of: {channels}.',
    },
  },
  numberMissing: {
    code: 'escalations.number-missing',
    status: 422,
    text: {
      ru: 'Укажите номер, который выдали портал, почта или приёмная: без него подачу не доказать.',
      en: 'Give the number that the portal, the post or the office issued: without it the filing cannot be proven.',
    },
  },
  filedInTheFuture: {
    code: 'escalations.filed-on-impossible',
    status: 422,
    text: {
      ru: 'Дата подачи не может быть раньше утверждения или позже сегодняшнего дня.',
      en: 'The filing day cannot be before the approval or after today.',
    },
  },
  noticeUnknown: {
    code: 'escalations.notice-unknown',
    status: 422,
    text: {
      ru: 'Такого файла среди документов семьи нет. Загрузите скан уведомления о продлении и укажите его.',
      en: 'There is no such file among those of the family. Upload the scan of the notice and name it.',
    },
  },
  noticeInFuture: {
    code: 'escalations.notice-in-future',
    status: 422,
    text: {
      ru: 'Уведомление не могло прийти позже сегодняшнего дня. Проверьте дату.',
      en: 'The notice cannot have come after today. Check the date.',
    },
  },
  draftMissing: {
    code: 'escalations.draft-missing',
    status: 409,
    text: {
      ru: 'Черновик жалобы ещё не готов. Подождите немного и обновите страницу.',
      en: 'The draft of the complaint is not ready yet. Wait a little and reload.',
    },
  },
  officeUnfit: {
    code: 'escalations.office-unfit',
    status: 422,
    text: {
      ru: 'Эта запись справочника не того вида, что нужен на этой ступени, или закрыта. Выберите действующего адресата: для Роскомнадзора — вид regulator.',
      en: 'This entry of the directory is not of the kind that the step needs, or is closed. Choose an addressee in office: for Roskomnadzor the kind regulator.',
    },
  },
});
