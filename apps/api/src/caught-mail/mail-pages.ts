import type { CaughtMailEntry, ParsedMailbox, ParsedMessage } from '#mail';

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; padding: 1rem; border: 1px solid #8884; border-radius: .5rem; }
  .note { color: #777; }
  @media (prefers-color-scheme: dark) { .note { color: #aaa; } }
`;

/** Newest first. */
export function mailListPage(mails: readonly CaughtMailEntry[]): string {
  const rows = mails.map(
    ({ id, envelope, receivedAt, size }) => `<tr>
      <td><a href="/mail/${escape(id)}">${escape(receivedAt)}</a></td>
      <td>${escape(envelope.to.join(', '))}</td>
      <td>${Math.ceil(size / 1024)} КБ</td></tr>`,
  );
  const table = `<table><thead><tr><th>Принято (UTC)</th><th>Кому</th><th>Размер</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  const empty = '<p>Писем ещё нет. Отправьте обращение, и письмо появится здесь.</p>';
  return page(
    'Пойманные письма',
    `<p class="note">Ни одно письмо не покинуло эту машину. <span lang="en">No mail has left this machine.</span></p>
     ${mails.length === 0 ? empty : table}`,
  );
}

export function mailPage(id: string, mail: ParsedMessage): string {
  const facts: readonly (readonly [string, string])[] = [
    ['От', mail.from === null ? '' : addressText(mail.from)],
    ['Кому', mail.to.map(addressText).join(', ')],
    ['Message-ID', mail.messageId ?? ''],
  ];
  const attachments = mail.attachments.map(
    ({ filename, content }, index) =>
      `<li><a href="/mail/${escape(id)}/attachments/${index + 1}">${escape(filename ?? 'без имени')}</a> (${Math.ceil(content.length / 1024)} КБ)</li>`,
  );
  return page(
    mail.subject === '' ? 'Без темы' : mail.subject,
    `<p><a href="/mail">Все письма</a> · <a href="/mail/${escape(id)}/raw">исходный текст (EML)</a></p>
     <table><tbody>${facts.map(([name, value]) => `<tr><th>${name}</th><td>${escape(value)}</td></tr>`).join('')}</tbody></table>
     <pre>${escape(mail.text)}</pre>
     ${attachments.length === 0 ? '' : `<h2>Вложения</h2><ul>${attachments.join('')}</ul>`}`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escape(title)}</h1>${body}</main></body></html>`;
}

function addressText({ name, address }: ParsedMailbox): string {
  return name === '' ? address : `${name} <${address}>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
