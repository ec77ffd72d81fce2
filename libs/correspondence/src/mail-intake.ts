import { Injectable } from '@nestjs/common';
import { type InboundMail, MailRoute, tokenFromAddress, tokenFromReturnPath } from '#mail';
import { Vault } from '#vault';
import { InboundMailsRepository } from './inbound-mails.repository.ts';
import { inboundMailId, packReceived, type ReceivedMail, receivedPlace } from './received-mail.ts';
import { tokenHash } from './reply-token.ts';

/** What the worker app plugs into the SMTP listener: who is known here, and keeping a mail before it is acknowledged. */
@Injectable()
export class MailIntake {
  constructor(
    private readonly vault: Vault,
    private readonly route: MailRoute,
    private readonly mails: InboundMailsRepository,
  ) {}

  isKnownRecipient = async (address: string): Promise<boolean> => {
    const found = this.tokenIn(address);
    return found !== null && this.mails.isKnown({ arrivedAt: found.arrivedAt, hash: tokenHash(found.token) });
  };

  /** Committed when it resolves, sealed with the platform's key; a mail to several threads is kept for each. */
  accept = async ({ raw, envelope, remoteAddress }: InboundMail): Promise<void> => {
    const keyring = this.vault.platformKeyring();
    const arrived = new Map<string, ReceivedMail['arrivedAt']>();
    for (const address of envelope.to) {
      const found = this.tokenIn(address);
      if (found !== null) arrived.set(found.token, found.arrivedAt);
    }
    const kept = [...arrived].map(([token, arrivedAt]) => {
      const hash = tokenHash(token);
      const id = inboundMailId(hash, raw);
      const packed = packReceived({ arrivedAt, envelopeFrom: envelope.from, remoteAddress, raw });
      return { id, arrivedAt, hash, sealed: keyring.sealBytes({ kind: 'platform' }, receivedPlace(id), packed) };
    });
    await this.mails.accept(kept);
  };

  private tokenIn(address: string): { token: string; arrivedAt: ReceivedMail['arrivedAt'] } | null {
    const { domain } = this.route;
    const reply = tokenFromAddress(address, domain);
    if (reply !== null) return { token: reply, arrivedAt: 'reply' };
    const bounce = tokenFromReturnPath(address, domain);
    return bounce === null ? null : { token: bounce, arrivedAt: 'bounce' };
  }
}
