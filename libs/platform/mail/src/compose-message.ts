import { createHash } from 'node:crypto';

import MimeNode from 'nodemailer/lib/mime-node';

import { Problem } from '#kernel';

import { headerFilename, headerText } from './header-text.ts';
import { parseMailAddress } from './mail-address.ts';
import { mailProblems } from './mail.problems.ts';
import { isMessageId, parseMessageId } from './message-id.ts';

export interface Mailbox {
  readonly address: string;
  readonly name?: string;
}

export interface MessageAttachment {
  /** Any script; path separators are replaced. */
  readonly filename: string;
  /** `type/subtype` without parameters; not `multipart/*`, not `message/*`. */
  readonly contentType: string;
  readonly content: Buffer;
}

export interface MessageDraft {
  /** `<token@domain>`, chosen by the caller and kept for matching and reconciliation. */
  readonly messageId: string;
  readonly date: Date;
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
  readonly replyTo?: Mailbox;
  readonly subject: string;
  readonly text: string;
  /** The same in HTML, for programs that show it; the text stays beside it. Its author has escaped what is in it. */
  readonly html?: string;
  readonly attachments?: readonly MessageAttachment[];
  /** Ids that are not well-formed are left out: they come from strangers. */
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  /** RFC 3834. Set it on everything that no person sent by hand, so that auto-responders stay silent. */
  readonly autoSubmitted?: 'auto-generated' | 'auto-replied';
  readonly headers?: Readonly<Record<string, string>>;
}

const PLAIN = 'text/plain; charset=utf-8';
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,60}$/;
const OWN_HEADERS = new RegExp(
  '^(from|to|cc|bcc|sender|subject|date|message-id|reply-to|references|in-reply-to|mime-version|content-.*|' +
    'auto-submitted|return-path|received.*|resent-.*|dkim-.*|arc-.*|authentication-results|delivered-to)$',
  'i',
);
const CONTENT_TYPE = /^(?!multipart\/|message\/)[a-z0-9][a-z0-9!#$&^_.+-]{0,80}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}$/i;
const MOST_REFERENCES = 20;

/**
 * The complete message of RFC 5322 as bytes with CRLF line ends, ready to be hashed, stored and handed over unchanged.
 * The same draft gives the same bytes. Nothing in a name, subject, file name or custom header can start a new header or
 * add a recipient: such characters become spaces, and what cannot be cleaned is refused.
 *
 * @throws Problem `mail.address-invalid`, `mail.recipient-missing`, `mail.header-too-long`, `mail.header-refused`,
 *   `mail.message-id-invalid`, `mail.date-invalid`, `mail.content-type-invalid`
 */
export async function composeMessage(draft: MessageDraft): Promise<Buffer> {
  const attachments = draft.attachments ?? [];
  const safe = { baseBoundary: boundaryOf(draft), disableFileAccess: true, disableUrlAccess: true };
  const bodyType = draft.html === undefined ? PLAIN : 'multipart/alternative';
  const root = new MimeNode(attachments.length > 0 ? 'multipart/mixed' : bodyType, { ...safe, textEncoding: 'B' });
  setHeaders(root, draft);
  const body = attachments.length > 0 ? root.createChild(bodyType, safe) : root;
  if (draft.html === undefined) setText(body, draft.text);
  else {
    // The last one is the one that is liked best (RFC 2046, 5.1.4).
    setText(body.createChild(PLAIN, safe), draft.text);
    setText(body.createChild('text/html; charset=utf-8', safe), draft.html);
  }
  for (const attachment of attachments) {
    if (!CONTENT_TYPE.test(attachment.contentType)) throw new Problem(mailProblems.contentTypeInvalid);
    root
      .createChild(attachment.contentType.toLowerCase(), {
        ...safe,
        filename: headerFilename(attachment.filename),
        textEncoding: 'B',
      })
      .setHeader('Content-Transfer-Encoding', 'base64')
      .setContent(attachment.content);
  }
  return await root.build();
}

function setText(node: MimeNode, text: string): void {
  node.setHeader('Content-Transfer-Encoding', 'base64');
  node.setContent(Buffer.from(plainText(text), 'utf8'));
}

function setHeaders(root: MimeNode, draft: MessageDraft): void {
  if (draft.to.length === 0) throw new Problem(mailProblems.recipientMissing);
  if (Number.isNaN(draft.date.getTime())) throw new Problem(mailProblems.dateInvalid);
  root.setHeader('Date', draft.date);
  root.setHeader('From', [mailbox(draft.from)]);
  root.setHeader('To', draft.to.map(mailbox));
  if (draft.replyTo !== undefined) root.setHeader('Reply-To', [mailbox(draft.replyTo)]);
  root.setHeader('Subject', headerText(draft.subject));
  root.setHeader('Message-ID', parseMessageId(draft.messageId));
  if (draft.inReplyTo !== undefined && isMessageId(draft.inReplyTo)) root.setHeader('In-Reply-To', draft.inReplyTo);
  const references = (draft.references ?? []).filter(isMessageId).slice(-MOST_REFERENCES);
  if (references.length > 0) root.setHeader('References', references.join(' '));
  if (draft.autoSubmitted !== undefined) root.setHeader('Auto-Submitted', draft.autoSubmitted);
  for (const [name, value] of Object.entries(draft.headers ?? {})) {
    if (!HEADER_NAME.test(name) || OWN_HEADERS.test(name)) throw new Problem(mailProblems.headerRefused);
    root.setHeader(name, headerText(value, 800));
  }
}

function mailbox(box: Mailbox): { address: string; name: string } {
  return { address: parseMailAddress(box.address), name: headerText(box.name ?? '', 200) };
}

function plainText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n|[\r\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/\n/g, '\r\n');
}

/** Taken from the content, so that equal drafts get equal bytes and no content can foresee its own delimiter. */
function boundaryOf(draft: MessageDraft): string {
  const hash = createHash('sha256').update(draft.messageId).update('\0').update(draft.text);
  if (draft.html !== undefined) hash.update('\0').update(draft.html);
  for (const { content } of draft.attachments ?? []) hash.update('\0').update(content);
  return hash.digest('hex').slice(0, 32);
}
