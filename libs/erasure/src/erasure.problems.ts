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
  mergeSame: {
    code: 'families.merge-same',
    status: 422,
    text: { ru: 'Семью нельзя объединить с ней самой.', en: 'A family cannot be merged with itself.' },
  },
  mergeNotOpen: {
    code: 'families.merge-not-open',
    status: 409,
    text: {
      ru: 'Одна из семей передана, уничтожена или уже объединена с другой. Отменяют сначала последнее объединение.',
      en: 'One of the families was handed over, erased or merged already. The latest merge is undone first.',
    },
  },
  mergeSealDiffers: {
    code: 'families.merge-seal-differs',
    status: 409,
    text: {
      ru: 'Одна семья закрыта от просмотра, другая нет. Сначала закройте обе или откройте обе.',
      en: 'One family is sealed and the other is not. Seal both or neither first.',
    },
  },
  mergeHandOver: {
    code: 'families.merge-hand-over',
    status: 409,
    text: {
      ru: 'Одна из семей предложена другому отделению. Сначала отзовите предложение.',
      en: 'One of the families is offered to another branch. Take the offer back first.',
    },
  },
  mergeErasure: {
    code: 'families.merge-erasure',
    status: 409,
    text: {
      ru: 'Для одной из семей назначено уничтожение данных.',
      en: 'The erasure of one of the families has been ordered.',
    },
  },
  mergeOnItsWay: {
    code: 'families.merge-message-on-its-way',
    status: 409,
    text: {
      ru: 'Письмо одной из семей ещё отправляется или его судьба неизвестна. Дождитесь отправки.',
      en: 'A letter of one of the families is on its way, or nobody knows what became of it. Wait or settle it.',
    },
  },
  mergeSettling: {
    code: 'families.merge-settling',
    status: 409,
    text: {
      ru: 'Данные после прошлого объединения или замены ключей ещё перешифровываются. Повторите через несколько минут.',
      en: 'Data are still being sealed again after a merge or an exchange of keys. Repeat in a few minutes.',
    },
  },
  mergeUndone: {
    code: 'families.merge-undone-already',
    status: 409,
    text: { ru: 'Это объединение уже отменено.', en: 'This merge has been undone already.' },
  },
  mergeTooLate: {
    code: 'families.merge-too-late',
    status: 409,
    text: {
      ru: 'Прошло больше 30 дней: объединение отменить нельзя.',
      en: 'More than 30 days have passed: the merge cannot be undone.',
    },
  },
  mergeMixed: {
    code: 'families.merge-mixed',
    status: 409,
    text: {
      ru: 'После объединения появилось обращение или согласие, связанное с людьми из обеих семей, либо в одной семье не останется представителя. Укажите в take, что уходит вместе.',
      en: 'Something made since the merge joins people of both families, or one would be left without a guardian. Name in `take` what goes along.',
    },
  },
  heldAlready: {
    code: 'erasure.held-already',
    status: 409,
    text: { ru: 'Запрет на уничтожение уже стоит.', en: 'A legal hold stands already.' },
  },
});
