import { messageIdsIn } from './message-id.ts';
import { printableLine } from './header-text.ts';
import type { DeliveryStatusReport, ReadReceipt, RecipientStatus } from './parsed-message.ts';

type Fields = ReadonlyMap<string, string>;

const MOST_RECIPIENTS = 200;

/**
 * Reads a `message/delivery-status` part (RFC 3464): one group of fields about the message, one for each recipient.
 *
 * @param original the enclosed letter or its header, for its Message-ID
 */
export function readDeliveryStatus(part: string, original: string | null): DeliveryStatusReport {
  const groups = part.split(/(?:\r?\n[ \t]*){2,}/).map(fieldsOf);
  return {
    originalMessageId: originalMessageId(original),
    recipients: groups.filter(isRecipient).slice(0, MOST_RECIPIENTS).map(recipientStatus),
  };
}

/** Reads a `message/disposition-notification` part (RFC 8098). */
export function readReceipt(part: string, original: string | null): ReadReceipt {
  const fields = fieldsOf(part);
  const named = messageIdsIn(fields.get('original-message-id') ?? '', 1)[0];
  const disposition = /;\s*([a-z-]{1,40})/i.exec(fields.get('disposition') ?? '')?.[1];
  return {
    originalMessageId: named ?? originalMessageId(original),
    disposition: disposition?.toLowerCase() ?? null,
  };
}

function isRecipient(fields: Fields): boolean {
  return fields.has('final-recipient') || fields.has('original-recipient');
}

function recipientStatus(fields: Fields): RecipientStatus {
  const action = fields.get('action')?.toLowerCase() ?? '';
  const diagnostic = fields.get('diagnostic-code');
  return {
    // The original recipient is the address we wrote; the final one may be where it was forwarded to.
    recipient: addressOf(fields.get('original-recipient') ?? fields.get('final-recipient') ?? ''),
    action: isAction(action) ? action : 'unknown',
    status: /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? null,
    diagnostic: diagnostic === undefined ? null : diagnostic.slice(0, 1000),
  };
}

function isAction(text: string): text is Exclude<RecipientStatus['action'], 'unknown'> {
  return ['failed', 'delayed', 'delivered', 'relayed', 'expanded'].includes(text);
}

function addressOf(value: string): string {
  return value
    .slice(value.indexOf(';') + 1)
    .replace(/[<>]/g, '')
    .trim()
    .slice(0, 320);
}

function originalMessageId(original: string | null): string | null {
  if (original === null) return null;
  const head = original.split(/\r?\n\r?\n/, 1)[0] ?? '';
  return messageIdsIn(fieldsOf(head).get('message-id') ?? '', 1)[0] ?? null;
}

/** Header-like lines, unfolded; of a repeated name the first counts. */
function fieldsOf(text: string): Fields {
  const fields = new Map<string, string>();
  for (const line of text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!fields.has(name)) fields.set(name, printableLine(line.slice(colon + 1)));
  }
  return fields;
}
