/** Where the conversation stood. `body`: at least one octet may have left, the final dot not; `final`: the dot may have left. */
export type DeliveryPhase =
  'connect' | 'greeting' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body' | 'final';

export type DeliveryFailure =
  | 'timeout'
  | 'connection-refused'
  | 'connection-lost'
  | 'name-not-resolved'
  | 'tls-failed'
  | 'protocol-violated'
  | 'before-body-failed'
  | 'source-failed';

export interface RefusedRecipient {
  readonly address: string;
  readonly permanent: boolean;
  readonly code?: number;
  readonly response: string;
}

/** What is known after one attempt to hand a message over. Responses are the server's words, at most 2,000 characters. */
export type DeliveryResult =
  | {
      readonly kind: 'accepted';
      readonly code: number;
      /** RFC 3463, `2.0.0`. */
      readonly enhancedCode?: string;
      readonly response: string;
      readonly acceptedAt: Date;
      /** Recipients of this envelope that the server did not take; the others it did. */
      readonly refusedRecipients: readonly RefusedRecipient[];
    }
  | {
      /**
       * The server said no; it has not taken the message. `permanent` is 5xx. In the phases `connect` to `auth` the refusal
       * concerns us or the server, not this letter.
       */
      readonly kind: 'refused';
      readonly permanent: boolean;
      readonly phase: Exclude<DeliveryPhase, 'body'>;
      readonly code?: number;
      readonly enhancedCode?: string;
      readonly response: string;
      readonly refusedRecipients: readonly RefusedRecipient[];
    }
  | {
      /** No octet of the body has left: trying again cannot double the letter. */
      readonly kind: 'not-sent';
      readonly phase: Exclude<DeliveryPhase, 'body' | 'final'>;
      readonly reason: DeliveryFailure;
      /** What `beforeBody` or the message source threw. */
      readonly cause?: unknown;
    }
  | {
      /** The server may have the message. Only evidence from outside (a relay log, a bounce, an answer) can decide. */
      readonly kind: 'unknown';
      readonly phase: 'body' | 'final';
      readonly reason: DeliveryFailure;
      readonly cause?: unknown;
    };

/** Milliseconds; the defaults are those of RFC 5321, 4.5.3.2. */
export interface DeliveryTimeouts {
  /** Name lookup, TCP and, with implicit TLS, the handshake. */
  readonly connect: number;
  /** The greeting and each command up to RCPT, STARTTLS and AUTH included. */
  readonly command: number;
  /** The answer to DATA, and after it `beforeBody`. */
  readonly data: number;
  /** The server takes no further block of the body. */
  readonly block: number;
  /** The answer after the final dot. Shorter than ten minutes makes doubles out of slow servers. */
  readonly final: number;
}

export const defaultDeliveryTimeouts: DeliveryTimeouts = {
  connect: 60_000,
  command: 300_000,
  data: 120_000,
  block: 180_000,
  final: 600_000,
};
