export interface ParsedMailbox {
  /** As written, one line; not validated, may be empty. */
  readonly address: string;
  readonly name: string;
}

export interface ParsedAttachment {
  /** Cleaned for display and storage; null when the part named none. */
  readonly filename: string | null;
  /** What the sender claims, lower-case `type/subtype`. */
  readonly contentType: string;
  readonly content: Buffer;
  /** Of `content`, hexadecimal. */
  readonly sha256: string;
}

export interface MachineMail {
  readonly kind: 'auto-reply' | 'delivery-status' | 'receipt' | 'list' | 'loop';
  /** What gave it away: `auto-submitted`, `precedence`, `null-return-path` ... */
  readonly reason: string;
}

export interface RecipientStatus {
  /** The address the report speaks of, or `''`. */
  readonly recipient: string;
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | 'unknown';
  /** RFC 3463, `5.1.1`. */
  readonly status: string | null;
  readonly diagnostic: string | null;
}

export interface DeliveryStatusReport {
  /** Message-ID of the letter the report encloses. Anyone can write one: the return path decides, not this. */
  readonly originalMessageId: string | null;
  readonly recipients: readonly RecipientStatus[];
}

export interface ReadReceipt {
  readonly originalMessageId: string | null;
  /** `displayed`, `deleted` ... in lower case. */
  readonly disposition: string | null;
}

/** Plain data about a message of a stranger. Everything in it is a claim of the sender. */
export interface ParsedMessage {
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly from: ParsedMailbox | null;
  /** At most 200. */
  readonly to: readonly ParsedMailbox[];
  /** At most 200. */
  readonly cc: readonly ParsedMailbox[];
  readonly subject: string;
  readonly date: Date | null;
  /** Plain text, or the text of the HTML when there is no plain part; at most 1,000,000 UTF-16 units, `\n` line ends. */
  readonly text: string;
  /** At most 200, report parts and forwarded messages (`message/rfc822`) included. */
  readonly attachments: readonly ParsedAttachment[];
  /** Top-level headers in order, names lower-case, values unfolded and not decoded; at most 300. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly machine: MachineMail | null;
  readonly deliveryStatus: DeliveryStatusReport | null;
  readonly receipt: ReadReceipt | null;
  /** Whether something was cut to the limits above. */
  readonly truncated: boolean;
}
