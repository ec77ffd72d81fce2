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
