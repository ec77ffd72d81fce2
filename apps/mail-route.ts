import { join } from 'node:path';
import type { Config } from '#config';
import { CaughtMail, type MailRouteOptions, parseSmtpServerUrl, type SmtpServer } from '#mail';

/** The built-in catcher's folder: what left the house without SMTP_URL. */
export function caughtMailOf(config: Config): CaughtMail {
  return new CaughtMail(join(config.dataDir, 'caught-mail'));
}

export interface RunningCatcher {
  readonly server: SmtpServer;
  /** `performance.now()` of its start: no older conversation with it can still be open. */
  readonly since: number;
}

/** To the configured relay, or to the catcher on this machine: without SMTP_URL nothing can leave it. */
export function mailRouteOf(config: Config, catcher?: RunningCatcher): MailRouteOptions {
  const { domain, smtpUrl, catcherPort } = config.mail;
  if (smtpUrl !== undefined) return { domain, server: parseSmtpServerUrl(smtpUrl) };
  return {
    domain,
    server: catcher?.server ?? { host: '127.0.0.1', port: catcherPort, tls: 'none' },
    caught: caughtMailOf(config),
    ...(catcher === undefined ? {} : { catcherSince: catcher.since }),
  };
}
