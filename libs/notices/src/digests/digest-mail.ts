import { formatRussianDay, type Locale } from '#kernel';
import type { DigestContent, DigestLine } from './digest-contents.service.ts';
import { digestTexts } from './digest-texts.ts';

export interface DigestMail {
  readonly subject: string;
  readonly text: string;
  /** Whole page; takes the lines of the signature. */
  readonly html: (signature: readonly string[]) => string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Case numbers, kinds of terms, days and links, in text and in HTML; RFC 8058 for ending it with one click. */
export function digestMail(content: DigestContent, language: Locale, unsubscribe: string): DigestMail {
  const t = digestTexts[language];
  const { overdue, due, more, unread, notificationsLink } = content;
  const parts = [
    { title: t.overdue, lines: overdue },
    { title: t.due, lines: due },
  ].filter(({ lines }) => lines.length > 0);
  const told = unread === 0 ? null : t.unread(unread);
  const text = [
    ...parts.flatMap(({ title, lines }) => [
      `${title}:`,
      '',
      ...lines.flatMap((line) => [`  ${lineOf(line, language)}`, `  ${line.link}`]),
      '',
    ]),
    ...(more ? [t.more, ''] : []),
    ...(told === null ? [] : [`${told}:`, notificationsLink, '']),
    `${t.unsubscribe}:`,
    unsubscribe,
    '',
  ].join('\n');
  const html = (signature: readonly string[]) =>
    page(language, t.subject(content.branch.name), [
      ...parts.map(({ title, lines }) => `<h2>${escape(title)}</h2><ul>${lines.map(item(language)).join('')}</ul>`),
      ...(more ? [`<p>${escape(t.more)}</p>`] : []),
      ...(told === null ? [] : [`<p>${anchor(notificationsLink, told)}</p>`]),
      `<p>${signature.map(escape).join('<br>')}</p>`,
      `<p>${anchor(unsubscribe, t.unsubscribe)}</p>`,
    ]);
  return {
    ...{ subject: t.subject(content.branch.name), text, html },
    headers: { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  };
}

function lineOf({ caseNumber, title, dueOn }: DigestLine, language: Locale): string {
  const t = digestTexts[language];
  return `${caseNumber ?? t.ownDuty} · ${title} · ${t.until} ${language === 'ru' ? formatRussianDay(dueOn) : dueOn}`;
}

function item(language: Locale): (line: DigestLine) => string {
  return (line) => `<li>${anchor(line.link, lineOf(line, language))}</li>`;
}

function anchor(link: string, text: string): string {
  return `<a href="${escape(link)}">${escape(text)}</a>`;
}

function page(language: Locale, title: string, parts: readonly string[]): string {
  const head = `<meta charset="utf-8"><title>${escape(title)}</title>`;
  return `<!doctype html>\n<html lang="${language}"><head>${head}</head>\n<body>\n${parts.join('\n')}\n</body></html>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
