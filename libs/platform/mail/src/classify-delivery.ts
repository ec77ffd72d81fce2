import type { SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection';

import type { DeliveryFailure, DeliveryPhase, DeliveryResult, RefusedRecipient } from './delivery-result.ts';

/** The part of the client's error that says what happened; the rest of it is never read, its message may hold an address. */
export interface ClientError {
  readonly code?: string | undefined;
  readonly originalCode?: string | undefined;
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly recipient?: string | undefined;
  readonly rejectedErrors?: readonly ClientError[] | undefined;
}

/** How the conversation ended, and where it stood at that moment. */
export interface DeliveryEnd {
  readonly phase: DeliveryPhase;
  readonly answeredPhase: DeliveryPhase;
  readonly info?: SMTPConnectionSendInfo;
  readonly error?: ClientError;
  /** Set by us, when we know better than the client why it ended. */
  readonly reason?: DeliveryFailure;
  readonly cause?: unknown;
}

/** Turns the end of a conversation into what the caller may rely on; in doubt it says `unknown`, never `not-sent`. */
export function classifyDelivery(end: DeliveryEnd): DeliveryResult {
  const { phase, info, error } = end;
  if (info !== undefined) return accepted(info, phase);
  const code = error?.responseCode;
  if (end.reason === undefined && code !== undefined && code >= 400 && code <= 599) {
    return {
      kind: 'refused',
      permanent: code >= 500,
      phase: refusalPhase(error?.command, end),
      ...reply(error?.response ?? ''),
      refusedRecipients: refusedRecipients(error?.rejectedErrors),
    };
  }
  // The client itself stops before MAIL when the server's announced SIZE is smaller than the message.
  if (error?.code === 'EMESSAGE' && error.command === 'MAIL FROM' && code === undefined) {
    const response = 'The message is larger than the size that the server announced';
    return { kind: 'refused', permanent: true, phase: 'mail', response, refusedRecipients: [] };
  }
  const reason = end.reason ?? failureOf(error);
  const cause = end.cause === undefined ? {} : { cause: end.cause };
  if (phase === 'body' || phase === 'final') return { kind: 'unknown', phase, reason, ...cause };
  return { kind: 'not-sent', phase, reason, ...cause };
}

function accepted(info: SMTPConnectionSendInfo, phase: DeliveryPhase): DeliveryResult {
  const known = reply(info.response);
  // A yes before the final dot answers something else than this message.
  if (phase !== 'final' || known.code === undefined) {
    return { kind: 'unknown', phase: phase === 'final' ? 'final' : 'body', reason: 'protocol-violated' };
  }
  return {
    kind: 'accepted',
    ...known,
    code: known.code,
    acceptedAt: new Date(),
    refusedRecipients: refusedRecipients(info.rejectedErrors),
  };
}

function refusalPhase(command: string | undefined, end: DeliveryEnd): Exclude<DeliveryPhase, 'body'> {
  switch (command ?? '') {
    case 'MAIL FROM':
      return 'mail';
    case 'RCPT TO':
      return 'rcpt';
    default:
      // A no in the middle of the body is a no to the message.
      if (end.phase === 'body' || end.phase === 'final') return 'final';
      return end.answeredPhase === 'body' ? 'final' : end.answeredPhase;
  }
}

function refusedRecipients(errors: readonly ClientError[] | undefined): RefusedRecipient[] {
  return (errors ?? []).map((error) => ({
    address: error.recipient ?? '',
    permanent: (error.responseCode ?? 0) >= 500,
    ...reply(error.response ?? ''),
  }));
}

function reply(text: string): { code?: number; enhancedCode?: string; response: string } {
  const response = text
    .toWellFormed()
    .replace(/[^\P{Cc}\n]/gu, '')
    .slice(0, 2000);
  const [, code, enhancedCode] = /^([2-5]\d\d)(?:[ -]([245]\.\d{1,3}\.\d{1,3})(?= |$))?/m.exec(response) ?? [];
  return {
    ...(code === undefined ? {} : { code: Number(code) }),
    ...(enhancedCode === undefined ? {} : { enhancedCode }),
    response,
  };
}

function failureOf(error: ClientError | undefined): DeliveryFailure {
  const cause = error?.originalCode ?? '';
  switch (error?.code ?? '') {
    case 'ETIMEDOUT':
      return 'timeout';
    case 'EDNS':
      return 'name-not-resolved';
    case 'ETLS':
      return 'tls-failed';
    case 'EPROTOCOL':
    case 'EMESSAGE':
    case 'EENVELOPE':
    case 'EAUTH':
      return 'protocol-violated';
    default:
      if (cause === 'ECONNREFUSED') return 'connection-refused';
      return /CERT|TLS|SSL|SELF_SIGNED|VERIFY/.test(cause) ? 'tls-failed' : 'connection-lost';
  }
}
