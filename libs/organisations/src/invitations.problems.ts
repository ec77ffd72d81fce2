import { defineProblems } from '#kernel';

export const invitationsProblems = defineProblems({
  gone: {
    code: 'invitations.gone',
    status: 410,
    text: {
      ru: 'Приглашение уже принято, отозвано, заменено новым или истекло. Попросите прислать новое.',
      en: 'The invitation was accepted, revoked, replaced by a newer one or has expired. Ask for a new one.',
    },
  },
  closed: {
    code: 'invitations.closed',
    status: 409,
    text: {
      ru: 'Приглашение уже принято или отозвано. Создайте новое, если оно ещё нужно.',
      en: 'The invitation was accepted or revoked already. Make a new one if it is still needed.',
    },
  },
  sentTooOften: {
    code: 'invitations.sent-too-often',
    status: 409,
    text: {
      ru: 'Это приглашение отправлено уже {times} раз. Проверьте адрес и создайте новое.',
      en: 'This invitation was sent {times} times already. Check the address and make a new one.',
    },
  },
  signInFirst: {
    code: 'invitations.sign-in-first',
    status: 409,
    text: {
      ru: 'С этим адресом уже есть учётная запись. Войдите в неё и примите приглашение через /v1/me/invitations.',
      en: 'There is an account with this address already. Sign in to it and accept at /v1/me/invitations.',
    },
  },
  forAnother: {
    code: 'invitations.for-another',
    status: 409,
    text: {
      ru: 'Приглашение отправлено на другой адрес. Войдите с тем адресом или попросите пригласить ваш.',
      en: 'The invitation was sent to another address. Sign in with that one or ask for an invitation to yours.',
    },
  },
});
