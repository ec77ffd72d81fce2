import { defineProblems } from '#kernel';

export const templateProblems = defineProblems({
  broken: {
    code: 'correspondence.template-broken',
    status: 422,
    text: {
      ru: 'В шаблоне ошибка: {reason}. Исправьте текст; образец данных — в описании вида письма.',
      en: 'The template has an error: {reason}. Correct the text; a preview shows the sample data.',
    },
  },
  notDraft: {
    code: 'correspondence.template-decided',
    status: 409,
    text: {
      ru: 'По этой версии шаблона уже принято решение. Создайте новую версию.',
      en: 'This version of the template has been decided on. Create a new version.',
    },
  },
  secondPersonNeeded: {
    code: 'correspondence.template-second-person',
    status: 409,
    text: {
      ru: 'Автор не может утвердить свой шаблон. Попросите другого человека.',
      en: 'The author cannot approve their own template. Ask another person.',
    },
  },
  sharedByOthers: {
    code: 'correspondence.template-shared',
    status: 403,
    text: {
      ru: 'Общий шаблон объединения утверждает и отзывает тот, у кого есть право templates.share.',
      en: 'A template of the whole association is approved and withdrawn by who holds templates.share.',
    },
  },
  blockUnknown: {
    code: 'correspondence.block-unknown',
    status: 422,
    text: {
      ru: 'В шаблоне нет такого блока. Список блоков — в поле blocks шаблона.',
      en: 'The template has no such block. The field blocks of the template lists them.',
    },
  },
});
