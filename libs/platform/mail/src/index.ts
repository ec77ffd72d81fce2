/**
 * Mail as bytes: composing a frozen message, handing it over by SMTP with a known outcome, taking mail in, parsing it.
 * Owns no state beyond open sockets and one parsing thread; never stores, retries, matches or logs a message.
 */
export * from './address-token.ts';
export { CaughtMail, type CaughtMailEntry } from './caught-mail.ts';
export * from './compose-message.ts';
export * from './deliver-message.ts';
export * from './delivery-result.ts';
export type { MessageSource } from './lazy-body.ts';
export * from './mail-address.ts';
export * from './mail-catcher.ts';
export { MailModule } from './mail.module.ts';
export * from './mail.problems.ts';
export { MailRoute, type MailRouteOptions } from './mail-route.ts';
export * from './message-parser.ts';
export type * from './parsed-message.ts';
export { isMessageId, messageIdsIn } from './message-id.ts';
export { parseSmtpServerUrl, type SmtpServer } from './smtp-server-url.ts';
export * from './smtp-listener.ts';
