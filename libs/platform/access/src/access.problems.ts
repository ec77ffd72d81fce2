import { defineProblems, Problem } from '#kernel';
import type { Permission } from './role-permissions.ts';

export const accessProblems = defineProblems({
  tokenMissing: {
    code: 'access.token-missing',
    status: 401,
    text: {
      ru: 'Нужен вход. Передайте токен доступа в заголовке Authorization: Bearer …',
      en: 'Sign in first. Send the access token in the header Authorization: Bearer …',
    },
  },
  tokenInvalid: {
    code: 'access.token-invalid',
    status: 401,
    text: {
      ru: 'Токен доступа недействителен или истёк. Обновите его через /v1/auth/refresh или войдите снова.',
      en: 'The access token is not valid or has expired. Refresh it at /v1/auth/refresh or sign in again.',
    },
  },
  credentialsWrong: {
    code: 'access.credentials-wrong',
    status: 401,
    text: {
      ru: 'Адрес почты или пароль не подходят. Проверьте раскладку и попробуйте снова.',
      en: 'The e-mail address or the password does not fit. Check the keyboard layout and try again.',
    },
  },
  refreshRefused: {
    code: 'access.refresh-refused',
    status: 401,
    text: {
      ru: 'Сеанс завершён или токен обновления уже использован. Войдите снова.',
      en: 'The session has ended or the refresh token was used before. Sign in again.',
    },
  },
  tooManyAttempts: {
    code: 'access.too-many-attempts',
    status: 429,
    text: {
      ru: 'Слишком много попыток. Подождите {seconds} с и попробуйте снова; время стоит и в заголовке Retry-After.',
      en: 'Too many attempts. Wait {seconds} s and try again; the header Retry-After holds the time too.',
    },
  },
  challengeRefused: {
    code: 'access.challenge-refused',
    status: 401,
    text: {
      ru: 'Вход начат слишком давно или уже завершён. Введите адрес и пароль снова.',
      en: 'This sign-in was begun too long ago or is finished. Enter the address and the password again.',
    },
  },
  codeWrong: {
    code: 'access.code-wrong',
    status: 401,
    text: {
      ru: 'Код не подходит или уже использован. Дождитесь следующего кода в приложении или возьмите резервный.',
      en: 'The code does not fit or was used already. Wait for the next one in the app or take a recovery code.',
    },
  },
  enrolmentCodeWrong: {
    code: 'access.enrolment-code-wrong',
    status: 422,
    text: {
      ru: 'Код не подходит. Проверьте, что в приложении этот же секрет, а часы телефона идут верно.',
      en: 'The code does not fit. See that the app holds this very secret and that the telephone shows the right time.',
    },
  },
  secondFactorNeeded: {
    code: 'access.second-factor-needed',
    status: 403,
    text: {
      ru: 'Ваша роль требует второго фактора. Подключите его через /v1/me/second-factor или войдите снова с кодом.',
      en: 'Your role needs a second factor. Set one up at /v1/me/second-factor, or sign in again with a code.',
    },
  },
  secondFactorPresent: {
    code: 'access.second-factor-present',
    status: 409,
    text: {
      ru: 'Второй фактор уже подключён. Чтобы сменить приложение, сначала отключите его.',
      en: 'A second factor is set up already. To change the app, take the old one off first.',
    },
  },
  secondFactorAbsent: {
    code: 'access.second-factor-absent',
    status: 409,
    text: {
      ru: 'Второй фактор не подключён. Подключите его через /v1/me/second-factor.',
      en: 'No second factor is set up. Set one up at /v1/me/second-factor.',
    },
  },
  passwordWrong: {
    code: 'access.password-wrong',
    status: 422,
    text: {
      ru: 'Нынешний пароль не подходит. Проверьте раскладку и попробуйте снова.',
      en: 'The present password does not fit. Check the keyboard layout and try again.',
    },
  },
  resetGone: {
    code: 'access.reset-gone',
    status: 410,
    text: {
      ru: 'Ссылка уже использована, заменена новой или истекла. Запросите новую.',
      en: 'The link was used, replaced by a newer one or has expired. Ask for a new one.',
    },
  },
  confirmationWrong: {
    code: 'access.confirmation-wrong',
    status: 422,
    text: {
      ru: 'Подтверждение не подходит. Если подключён второй фактор, нужен его код (code), иначе пароль (password).',
      en: 'The confirmation does not fit. With a second factor it must be its code (code), else the password (password).',
    },
  },
  stepUpNeeded: {
    code: 'access.step-up-needed',
    status: 403,
    text: {
      ru: 'Подтвердите, что это вы: отправьте пароль или код на /v1/auth/confirm и повторите действие в течение 10 минут.',
      en: 'Confirm that it is you: send the password or a code to /v1/auth/confirm and repeat this within 10 minutes.',
    },
  },
  apiKeyUnfit: {
    code: 'access.api-key-unfit',
    status: 403,
    text: {
      ru: 'С ключом интеграции это недоступно: здесь нужен человек. Войдите с адресом и паролем.',
      en: 'A key for integrations cannot do this: it takes a person. Sign in with an address and a password.',
    },
  },
  scopeTooWide: {
    code: 'access.scope-too-wide',
    status: 422,
    text: {
      ru: 'Ключ не может больше, чем его владелец: права «{permission}» у вас нет.',
      en: 'A key cannot do more than its owner: you do not have the permission "{permission}".',
    },
  },
  roleUnknown: {
    code: 'access.role-unknown',
    status: 422,
    text: {
      ru: 'Роли «{role}» нет. Список ролей приведён в документации.',
      en: 'There is no role "{role}". The documentation lists the roles.',
    },
  },
  permissionMissing: {
    code: 'access.permission-missing',
    status: 403,
    text: {
      ru: 'Для этого нужно право «{permission}», которого у вашей роли нет. Обратитесь к администратору отделения.',
      en: 'This needs the permission "{permission}", which your role does not have. Ask the administrator of the branch.',
    },
  },
  branchSuspended: {
    code: 'access.branch-suspended',
    status: 403,
    text: {
      ru: 'Отделение приостановлено: доступно только чтение. Обратитесь к администратору объединения.',
      en: 'The branch is suspended and can only be read. Ask the administrator of the association.',
    },
  },
});

export function permissionMissing(permission: Permission): Problem {
  return new Problem(accessProblems.permissionMissing, { parameters: { permission } });
}

export function tokenMissing(): Problem {
  return new Problem(accessProblems.tokenMissing, { headers: { 'www-authenticate': 'Bearer realm="otzyv"' } });
}

export function tokenInvalid(): Problem {
  return new Problem(accessProblems.tokenInvalid, {
    headers: { 'www-authenticate': 'Bearer realm="otzyv", error="invalid_token"' },
  });
}
