import { classifyMachineMail } from './classify-machine-mail.ts';
import { headerFilename, printableLine } from './header-text.ts';
import { messageIdsIn } from './message-id.ts';
import type { ParsedMailbox, ParsedMessage } from './parsed-message.ts';
import { readDeliveryStatus, readReceipt } from './report-parts.ts';

/** What the thread sends back: decoded, cut to size, not yet interpreted. Null when the parser gave up. */
export interface WorkerAnswer {
  readonly parsed: {
    readonly headers: readonly { readonly name: string; readonly value: string }[];
    readonly messageId: string;
    readonly inReplyTo: string;
    readonly references: string;
    readonly from: ParsedMailbox | null;
    readonly to: readonly ParsedMailbox[];
    readonly cc: readonly ParsedMailbox[];
    readonly subject: string;
    readonly date: string;
    readonly text: string;
    readonly attachments: readonly {
      readonly filename: string | null;
      readonly contentType: string;
      readonly content: Uint8Array;
      readonly sha256: string;
    }[];
    readonly deliveryStatus: string | null;
    readonly disposition: string | null;
    readonly original: string | null;
    readonly truncated: boolean;
  } | null;
}

/** Makes the message that others see out of what the thread has decoded. */
export function readParsed(
  parsed: NonNullable<WorkerAnswer['parsed']>,
  envelopeFrom: string | undefined,
): ParsedMessage {
  const { headers, deliveryStatus, disposition, original } = parsed;
  return {
    messageId: messageIdsIn(parsed.messageId, 1)[0] ?? null,
    inReplyTo: messageIdsIn(parsed.inReplyTo, 1)[0] ?? null,
    references: messageIdsIn(parsed.references),
    from: parsed.from === null ? null : mailbox(parsed.from),
    to: parsed.to.map(mailbox),
    cc: parsed.cc.map(mailbox),
    subject: printableLine(parsed.subject),
    date: dateOf(parsed.date),
    text: parsed.text,
    attachments: parsed.attachments.map(({ filename, contentType, content, sha256 }) => ({
      filename: filename === null ? null : headerFilename(printableLine(filename).slice(-170)),
      contentType: printableLine(contentType).toLowerCase(),
      content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
      sha256,
    })),
    headers,
    machine: classifyMachineMail({
      headers,
      envelopeFrom,
      hasDeliveryStatus: deliveryStatus !== null,
      hasDisposition: disposition !== null,
    }),
    deliveryStatus: deliveryStatus === null ? null : readDeliveryStatus(deliveryStatus, original),
    receipt: disposition === null ? null : readReceipt(disposition, original),
    truncated: parsed.truncated,
  };
}

function mailbox({ address, name }: ParsedMailbox): ParsedMailbox {
  return { address: printableLine(address).slice(0, 320), name: printableLine(name).slice(0, 400) };
}

/** A date outside 1980-2200 is a broken clock, not a date. */
function dateOf(text: string): Date | null {
  const date = new Date(text);
  const year = date.getUTCFullYear();
  return year >= 1980 && year <= 2200 ? date : null;
}
