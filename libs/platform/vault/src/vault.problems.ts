import { defineProblems } from '#kernel';

export const vaultProblems = defineProblems({
  keyDestroyed: {
    code: 'vault.key-destroyed',
    status: 410,
    text: {
      ru: 'Данные семьи уничтожены вместе с ключом и не могут быть прочитаны или дополнены.',
      en: 'The data of this family were destroyed together with their key; they can be neither read nor added to.',
    },
  },
  unreadable: {
    code: 'vault.unreadable',
    status: 500,
    text: {
      ru: 'Зашифрованное значение не подходит к своему месту или повреждено ({table}.{column}). Сообщите администратору: нужна проверка целостности данных.',
      en: 'An encrypted value does not belong where it stands, or is damaged ({table}.{column}). Tell the administrator: the data need an integrity check.',
    },
  },
});
