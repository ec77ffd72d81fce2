import { isIP } from 'node:net';

import { Problem } from '#kernel';

import { mailProblems } from './mail.problems.ts';

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /**
   * `starttls`: plain greeting, then TLS or nothing. `implicit`: TLS from the first byte. `none`: no encryption, allowed
   * to the loopback interface only.
   */
  readonly tls: 'starttls' | 'implicit' | 'none';
  readonly credentials?: { readonly user: string; readonly password: string };
  /** What we call ourselves in EHLO; an address literal of the loopback when left out. */
  readonly heloName?: string;
  /** PEM certificates to trust instead of the built-in roots. */
  readonly trustedCertificates?: string;
}

/**
 * Reads `smtp://user:password@host:587` (STARTTLS is demanded), `smtps://host:465` (TLS at once), or
 * `smtp://127.0.0.1:2525?tls=none`. User and password are percent-encoded as in any URL. Default ports 587 and 465.
 *
 * @throws Problem `mail.server-url-invalid`, `mail.tls-required`
 */
export function parseSmtpServerUrl(text: string): SmtpServer {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '') {
    throw new Problem(mailProblems.serverUrlInvalid);
  }
  const wish = url.searchParams.get('tls');
  if ((wish !== null && wish !== 'none') || (wish === 'none' && url.protocol === 'smtps:')) {
    throw new Problem(mailProblems.serverUrlInvalid);
  }
  const tls = wish === 'none' ? 'none' : url.protocol === 'smtps:' ? 'implicit' : 'starttls';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (tls === 'implicit' ? 465 : 587) : Number(url.port);
  const server: SmtpServer = { host, port, tls };
  assertTlsAllowed(server);
  if (url.username === '') return server;
  return { ...server, credentials: { user: decode(url.username), password: decode(url.password) } };
}

/** Refuses to speak in clear with anything but this machine. @throws Problem `mail.tls-required` */
export function assertTlsAllowed(server: SmtpServer): void {
  if (server.tls === 'none' && !isLoopback(server.host)) throw new Problem(mailProblems.tlsRequired);
}

/** Whether the host can only be this machine: 127.0.0.0/8, ::1 or `localhost`. */
export function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith('127.');
  return host === '::1' || host.toLowerCase() === 'localhost';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Problem(mailProblems.serverUrlInvalid);
  }
}
