import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Locale } from '#kernel';
import { type AccountTexts, accountTexts } from './account-texts.ts';

export type AccountFlow = 'invitation' | 'password-reset';

const style = beside('./account-page.css');
const script = beside('./account-page.mjs');

/** Nothing runs, shines or is fetched but what this very page holds; it may speak to this server only. */
export const ACCOUNT_PAGE_POLICY = [
  "default-src 'none'",
  `script-src '${hashOf(script)}'`,
  `style-src '${hashOf(style)}'`,
  "connect-src 'self'",
  // The empty icon, without which the browser would ask for one.
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The whole page with every step in it; the script shows one at a time. No word of it comes from a caller. */
export function accountPage(flow: AccountFlow, language: Locale): string {
  const t = accountTexts[language];
  const title = flow === 'invitation' ? t.invitation : t.passwordReset;
  const steps = flow === 'invitation' ? invitationSteps(t) : resetSteps(t);
  const [gone, done] = flow === 'invitation' ? [t.goneInvitation, t.doneInvitation] : [t.goneReset, t.doneReset];
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body data-flow="${flow}"><main data-broken="${t.broken}"><h1>${title}</h1><noscript><p>${t.noScript}</p></noscript>
${section('loading', t.loading, '', false)}
${steps}
${section('gone', t.gone, `<p>${gone}</p>`)}
${section('broken', t.brokenTitle, '<p role="status"></p>')}
${section('done', t.done, `<p role="status">${done}</p>`)}
</main><script type="module">${script}</script></body></html>`;
}

function invitationSteps(t: AccountTexts): string {
  const facts = `<ul class="facts"><li>${t.association}: <strong data-fact="association"></strong></li>
    <li>${t.branch}: <strong data-fact="branch"></strong></li><li>${t.email}: <strong data-fact="email"></strong></li></ul>`;
  const newcomer = field('name', t.name, 'name', 'text', 'name') + newPassword(t, 'password', t.password);
  const known = `<p>${t.known}</p>${field('known-password', t.password, 'password', 'password', 'current-password')}`;
  const qr = `<p>${t.enrol}</p><svg id="qr" class="qr" role="img" aria-label="${t.qr}"><path fill="#000"/></svg>
    <p>${t.secret}: <code id="secret"></code></p><p><a id="secret-link" href="#">${t.secretLink}</a></p>`;
  return [
    section('accept-new', t.invitedTo, facts + form(newcomer, t.accept)),
    section('accept-known', t.knownTitle, facts + form(known, t.accept)),
    section('code', t.codeTitle, form(code('sign-in-code', t.code), t.go)),
    section('enrol', t.enrolTitle, qr + form(code('totp-code', t.sixDigits), t.go)),
    section('recovery', t.recoveryTitle, `<p>${t.recovery}</p><ul id="codes" class="codes"></ul>${form('', t.saved)}`),
  ].join('\n');
}

function resetSteps(t: AccountTexts): string {
  const email = field('email', t.email, 'email', 'email', 'username');
  return [
    section('ask', t.askTitle, `<p>${t.ask}</p>${form(email, t.send)}`),
    section('asked', t.asked, `<p role="status">${t.askedText}</p>`),
    section('new-password', t.newPassword, form(newPassword(t, 'new-password-field', t.newPassword), t.set)),
  ].join('\n');
}

function section(id: string, title: string, content: string, hidden = true): string {
  return `<section id="${id}"${hidden ? ' hidden' : ''}><h2 tabindex="-1">${title}</h2>${content}</section>`;
}

function form(content: string, button: string): string {
  return `<form novalidate>${content}<p role="alert"></p><button type="submit">${button}</button></form>`;
}

function field(id: string, label: string, name: string, type: string, autocomplete: string, described = ''): string {
  const pointer = described === '' ? '' : ` aria-describedby="${described}" data-describedby="${described}"`;
  return `<label for="${id}">${label}</label>
    <input id="${id}" name="${name}" type="${type}" autocomplete="${autocomplete}" required${pointer}>`;
}

function newPassword(t: AccountTexts, id: string, label: string): string {
  const rules = [t.ruleLength, t.ruleCommon, t.rulePersonal, t.ruleGuessable]
    .map((rule) => `<li>${rule}</li>`)
    .join('');
  return `${field(id, label, 'password', 'password', 'new-password', 'rules')}
    <div id="rules"><p>${t.rules}:</p><ul class="rules">${rules}</ul></div>`;
}

function code(id: string, label: string): string {
  return field(id, label, 'code', 'text', 'one-time-code');
}

function beside(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
