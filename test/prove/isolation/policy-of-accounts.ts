import { type Policy, row } from './policy-row.ts';

const tries = { 401: 'the password or code is a wrong one', 429: 'too many tries' };

const noLink = { 404: 'the link is of no invitation', 410: 'the link is over', 429: 'too many tries' };

/** Health, signing in, and what concerns the signed-in person alone. */
export const policyOfAccounts: Policy = {
  'GET /invitations': row('nothing', 'nothing'),
  'GET /password-reset': row('nothing', 'nothing'),
  'GET /unsubscribe/:token': row('nothing', 'nothing'),
  'POST /unsubscribe/:token': row('nothing', 'nothing'),
  'GET /calendar/:file': row('nothing', 'nothing', { also: { 404: 'the secret is of no feed' } }),
  'GET /health/live': row('nothing', 'nothing'),
  'GET /health/ready': row('nothing', 'nothing'),
  'POST /v1/auth/login': row('nothing', 'nothing', { body: () => ({ email: 'nobody@people.test', password: 'нет' }) }),
  'POST /v1/auth/second-factor': row('nothing', 'nothing', {
    body: () => ({ challenge: 'A'.repeat(43), code: '000000' }),
  }),
  'POST /v1/auth/refresh': row('nothing', 'nothing', { body: () => ({ refreshToken: 'A'.repeat(43) }) }),
  'POST /v1/auth/password-reset-requests': row('nothing', 'nothing', { body: () => ({ email: 'nobody@people.test' }) }),
  'POST /v1/auth/password-resets': row('nothing', 'nothing', {
    body: () => ({ token: 'A'.repeat(43), password: 'длинный пароль для опыта 71' }),
    also: noLink,
  }),
  'POST /v1/auth/logout': row('nothing', 'nothing', { body: () => ({ refreshToken: 'A'.repeat(43) }) }),
  'POST /v1/auth/confirm': row('a sign-in', 'nothing', { body: () => ({ password: 'не тот' }), also: tries }),
  'POST /v1/invitations/preview': row('nothing', 'nothing', { body: () => ({ token: 'A'.repeat(43) }), also: noLink }),
  'POST /v1/invitations/acceptance': row('nothing', 'nothing', {
    body: () => ({ token: 'A'.repeat(43), name: 'Анна Образцова', password: 'длинный пароль для опыта 71' }),
    also: noLink,
  }),

  'GET /v1/me': row('a sign-in', 'nothing'),
  'PUT /v1/me/language': row('a sign-in', 'nothing', { body: () => ({ language: 'ru' }) }),
  'PUT /v1/me/password': row('a sign-in', 'nothing', {
    body: () => ({ oldPassword: 'не тот', newPassword: 'другой длинный пароль 71' }),
    also: tries,
  }),
  'POST /v1/me/invitations': row('a sign-in', 'nothing', { body: () => ({ token: 'A'.repeat(43) }), also: noLink }),
  'GET /v1/me/sessions': row('a sign-in', 'nothing'),
  'DELETE /v1/me/sessions/:session': row('a sign-in', 'nothing'),
  'DELETE /v1/me/sessions': row('a sign-in', 'nothing'),
  'GET /v1/me/calendar-feed': row('a sign-in', 'nothing'),
  'POST /v1/me/calendar-feed': row('a sign-in', 'nothing', { body: () => ({}) }),
  'DELETE /v1/me/calendar-feed': row('a sign-in', 'nothing'),
  'GET /v1/me/second-factor': row('a sign-in', 'nothing'),
  'POST /v1/me/second-factor': row('a sign-in', 'nothing'),
  'POST /v1/me/second-factor/confirmation': row('a sign-in', 'nothing', {
    body: () => ({ code: '000000' }),
    also: tries,
  }),
  'POST /v1/me/second-factor/recovery-codes': row('a sign-in', 'nothing'),
  'DELETE /v1/me/second-factor': row('a sign-in', 'nothing'),
};
