import { defineProblems } from '#kernel';

export const correspondenceProblems = defineProblems({
  letterFrozen: {
    code: 'correspondence.letter-frozen',
    status: 409,
    text: {
      ru: 'Письмо уже зафиксировано для отправки и не меняется. Подготовьте новое письмо.',
      en: 'The letter is frozen for sending and does not change. Prepare a new letter.',
    },
  },
  letterNotFrozen: {
    code: 'correspondence.letter-not-frozen',
    status: 409,
    text: {
      ru: 'Отправить можно только зафиксированное письмо. Сначала зафиксируйте его.',
      en: 'Only a frozen letter can be sent. Freeze it first.',
    },
  },
  notUndecided: {
    code: 'correspondence.not-undecided',
    status: 409,
    text: {
      ru: 'Решение нужно только для сообщения с неизвестным исходом, а это сообщение в состоянии «{state}». Обновите данные.',
      en: 'Only a message with an unknown outcome needs a decision; this one is in the state "{state}". Reload it.',
    },
  },
  rawMissing: {
    code: 'correspondence.raw-missing',
    status: 404,
    text: {
      ru: 'У этого сообщения нет исходного текста письма: оно ещё не собрано или отправлено не по электронной почте.',
      en: 'This message has no raw mail: it was not composed yet or went by another channel.',
    },
  },
  fileForeign: {
    code: 'correspondence.file-foreign',
    status: 422,
    text: {
      ru: 'Такого файла нет среди файлов этой семьи. Загрузите его для этой семьи и повторите.',
      en: 'This family has no such file. Upload it for this family and try again.',
    },
  },
  triageSettled: {
    code: 'triage.settled',
    status: 409,
    text: {
      ru: 'Письмо уже разобрано (состояние «{state}») или ещё разбирается. Обновите данные; решение можно отменить.',
      en: 'The mail is settled (state "{state}") or still being sorted. Reload it; a decision can be undone.',
    },
  },
  triageNotSettled: {
    code: 'triage.not-settled',
    status: 409,
    text: {
      ru: 'Отменять нечего: письмо ждёт разбора. Обновите данные.',
      en: 'There is nothing to undo: the mail waits to be sorted. Reload it.',
    },
  },
  triageStillRecording: {
    code: 'triage.still-recording',
    status: 409,
    text: {
      ru: 'Письмо ещё записывается в переписку, или вы видите не все переписки, к которым оно отнесено. Повторите позже или попросите координатора.',
      en: 'The mail is still being recorded in its threads, or you may not see all of them. Try again later or ask a coordinator.',
    },
  },
  noRecipient: {
    code: 'correspondence.recipient-missing',
    status: 422,
    text: {
      ru: 'Не указан адрес электронной почты получателя. Добавьте его в справочник или выберите другой канал.',
      en: 'The addressee has no e-mail address. Add it to the directory or choose another channel.',
    },
  },
});
