import { defineProblems } from '#kernel';

export const erasureProblems = defineProblems({
  held: {
    code: 'erasure.legal-hold',
    status: 409,
    text: {
      ru: 'Уничтожение запрещено: данные нужны для спора. Сначала снимите запрет.',
      en: 'A legal hold forbids the erasure: a dispute needs the data. Lift the hold first.',
    },
  },
  underWay: {
    code: 'erasure.message-on-its-way',
    status: 409,
    text: {
      ru: 'Письмо семьи ещё отправляется или его судьба неизвестна. Дождитесь отправки или решите, что с ним стало.',
      en: 'A letter of the family is on its way, or nobody knows what became of it. Wait, or settle it first.',
    },
  },
  erasedAlready: {
    code: 'erasure.erased-already',
    status: 409,
    text: {
      ru: 'Уничтожение этой семьи уже назначено или выполнено.',
      en: 'The erasure of this family has been ordered or carried out already.',
    },
  },
  heldAlready: {
    code: 'erasure.held-already',
    status: 409,
    text: { ru: 'Запрет на уничтожение уже стоит.', en: 'A legal hold stands already.' },
  },
});
