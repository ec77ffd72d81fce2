import type { Locale } from '#kernel';

/** Nothing runs and nothing is fetched; the form may come back to this server only. */
export const UNSUBSCRIBE_PAGE_POLICY =
  "default-src 'none'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const TEXTS = {
  ru: {
    title: 'Письма о сроках',
    ask: 'Больше не присылать письма о сроках этого отделения?',
    button: 'Не присылать',
    done: 'Если ссылка действует, письма о сроках больше не придут. Включить их снова можно в настройках.',
  },
  en: {
    title: 'Mails about deadlines',
    ask: 'Stop the mails about deadlines of this branch?',
    button: 'Stop them',
    done: 'If the link is valid, no more mails about deadlines will come. You can turn them on again in your settings.',
  },
} as const satisfies Record<Locale, Record<string, string>>;

/** Following a link changes nothing, because mail scanners follow links too; the button does. */
export function unsubscribePage(step: 'ask' | 'done', language: Locale): string {
  const { title, ask, button, done } = TEXTS[language];
  const body =
    step === 'ask'
      ? `<p>${ask}</p><form method="post"><button>${button}</button></form>`
      : `<p role="status">${done}</p>`;
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><link rel="icon" href="data:,"></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`;
}
