// The inside of the parsing thread. Plain JavaScript, because a thread cannot load TypeScript and the same file must serve
// the sources and the build. It decodes and cuts to size; what the parts mean is decided outside, in TypeScript.
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { TextDecoder } from 'node:util';
import { parentPort } from 'node:worker_threads';

import PostalMime from 'postal-mime';

const MOST = {
  headers: 300,
  headerValue: 4000,
  addresses: 200,
  line: 2000,
  text: 1_000_000,
  attachments: 200,
  report: 65_536,
};

let pieces = [];

parentPort.on('message', ({ piece, last }) => {
  pieces.push(piece);
  if (!last) return;
  const raw = Buffer.concat(pieces);
  pieces = [];
  parse(raw).then(
    ({ parsed, transfer }) => parentPort.postMessage({ parsed }, transfer),
    // The parser's own words may quote the message, so they stay here.
    () => parentPort.postMessage({ parsed: null }),
  );
});

async function parse(raw) {
  const email = await PostalMime.parse(withReadableHeaders(raw), { forceRfc822Attachments: true });
  const attachments = email.attachments.slice(0, MOST.attachments).map((part) => {
    const content = Buffer.from(part.content);
    return {
      filename: part.filename === null ? null : part.filename.slice(0, MOST.line),
      contentType: part.mimeType.slice(0, 200),
      content: new Uint8Array(content),
      sha256: createHash('sha256').update(content).digest('hex'),
    };
  });
  const report = (types) => {
    const part = attachments.find(({ contentType }) => types.includes(contentType));
    return part === undefined ? null : Buffer.from(part.content.subarray(0, MOST.report)).toString('utf8');
  };
  const parsed = {
    headers: email.headers
      .slice(0, MOST.headers)
      .map(({ key, value }) => ({ name: key.slice(0, 100), value: value.slice(0, MOST.headerValue) })),
    messageId: email.messageId?.slice(0, MOST.line) ?? '',
    inReplyTo: email.inReplyTo?.slice(0, MOST.line) ?? '',
    references: email.references?.slice(0, 32_768) ?? '',
    from: mailboxes(email.from === undefined ? [] : [email.from])[0] ?? null,
    to: mailboxes(email.to ?? []),
    cc: mailboxes(email.cc ?? []),
    subject: email.subject?.slice(0, MOST.line) ?? '',
    date: email.date?.slice(0, 100) ?? '',
    text: plainText((email.text ?? textOfHtml(email.html ?? '')).slice(0, MOST.text)),
    attachments,
    deliveryStatus: report(['message/delivery-status', 'message/global-delivery-status']),
    disposition: report(['message/disposition-notification', 'message/global-disposition-notification']),
    original: report(['message/rfc822', 'text/rfc822-headers', 'message/rfc822-headers', 'message/global']),
    truncated:
      email.attachments.length > MOST.attachments ||
      (email.text?.length ?? 0) > MOST.text ||
      Math.max(email.to?.length ?? 0, email.cc?.length ?? 0) > MOST.addresses,
  };
  return { parsed, transfer: attachments.map(({ content }) => content.buffer) };
}

function plainText(text) {
  return text
    .toWellFormed()
    .replace(/\r\n|\r/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '');
}

function mailboxes(list) {
  const flat = [];
  for (const entry of list) {
    for (const { name, address } of entry.group ?? [entry]) {
      if (flat.length === MOST.addresses) return flat;
      flat.push({ name: (name ?? '').slice(0, MOST.line), address: (address ?? '').slice(0, MOST.line) });
    }
  }
  return flat;
}

/** Headers with bare 8-bit letters are not UTF-8 but, as a rule, the charset of the text; without one, windows-1251. */
function withReadableHeaders(raw) {
  const blank = /\r?\n\r?\n/.exec(raw.subarray(0, 262_144).toString('latin1'));
  const head = raw.subarray(0, blank === null ? Math.min(raw.length, 262_144) : blank.index);
  if (isUtf8(head)) return raw;
  const named = /charset\s*=\s*"?([\w.:-]+)/gi;
  const charset = [...raw.subarray(0, 65_536).toString('latin1').matchAll(named)]
    .map(([, name]) => name.toLowerCase())
    .find((name) => !/^(utf-?8|us-ascii|unknown.*)$/.test(name));
  return Buffer.concat([Buffer.from(decoderFor(charset).decode(head), 'utf8'), raw.subarray(head.length)]);
}

function isUtf8(bytes) {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function decoderFor(charset) {
  try {
    return new TextDecoder(charset ?? 'windows-1251');
  } catch {
    return new TextDecoder('windows-1251');
  }
}

const ENTITIES = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  laquo: '«',
  raquo: '»',
  mdash: '—',
  ndash: '–',
};

function textOfHtml(html) {
  return html
    .slice(0, 4 * MOST.text)
    .replace(/<(style|script|head)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/<(?:br|\/p|\/div|\/tr|\/h[1-6]|\/li)\b[^>]{0,500}>/gi, '\n')
    .replace(/<[^<>]{0,5000}>/g, '')
    .replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,6});/gi, (whole, name) => {
      if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .replace(/ ?\n ?/g, '\n')
    .trim();
}
