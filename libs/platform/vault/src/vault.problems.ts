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
  masterKeyExchanged: {
    code: 'vault.master-key-exchanged',
    status: 503,
    text: {
      ru: 'Главный ключ системы только что заменён, и этот процесс скоро перезапустится. Повторите запрос через минуту.',
      en: 'The master key of the system was just exchanged, and this process is about to be started again. Repeat the request in a minute.',
    },
  },
  mergeSettling: {
    code: 'vault.merge-settling',
    status: 409,
    text: {
      ru: 'Данные недавно объединённых семей ещё перешифровываются. Дождитесь очереди заданий и повторите.',
      en: 'The data of families that were just merged are still being sealed again. Wait for the queue and repeat.',
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
