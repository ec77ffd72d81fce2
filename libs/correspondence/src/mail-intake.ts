import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { branchFromInbox, type InboundMail, MailRoute, tokenFromAddress, tokenFromReturnPath } from '#mail';
import { Vault } from '#vault';
import { InboundMailsRepository, type KnownBy } from './inbound-mails.repository.ts';
import { inboundMailId, packReceived, receivedPlace } from './received-mail.ts';
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
    const known = this.addressedTo(address);
    return known !== null && this.mails.isKnown(known);
  };

  /**
   * Committed when it resolves, sealed with the platform's key; a mail to several threads is kept for each. One that leads
   * to a thread does not lie in the branch's mailbox besides.
   */
  accept = async ({ raw, envelope, remoteAddress }: InboundMail): Promise<void> => {
    const keyring = this.vault.platformKeyring();
    const arrived = new Map<string, KnownBy>();
    for (const address of envelope.to) {
      const known = this.addressedTo(address);
      if (known !== null) arrived.set(idSeedOf(known).toString('hex'), known);
    }
    const led = [...arrived.values()].some(({ arrivedAt }) => arrivedAt !== 'inbox');
    const kept = [...arrived.values()]
      .filter(({ arrivedAt }) => !led || arrivedAt !== 'inbox')
      .map((known) => {
        const id = inboundMailId(idSeedOf(known), raw);
        const { arrivedAt } = known;
        const packed = packReceived({ arrivedAt, envelopeFrom: envelope.from, remoteAddress, raw });
        return { ...known, id, sealed: keyring.sealBytes({ kind: 'platform' }, receivedPlace(id), packed) };
      });
    await this.mails.accept(kept);
  };

  private addressedTo(address: string): KnownBy | null {
    const { domain } = this.route;
    const reply = tokenFromAddress(address, domain);
    if (reply !== null) return { arrivedAt: 'reply', key: tokenHash(reply) };
    const bounce = tokenFromReturnPath(address, domain);
    if (bounce !== null) return { arrivedAt: 'bounce', key: tokenHash(bounce) };
    const branchId = branchFromInbox(address, domain);
    return branchId === null ? null : { arrivedAt: 'inbox', key: branchId };
  }
}

function idSeedOf({ key }: KnownBy): Buffer {
  return typeof key === 'string' ? createHash('sha256').update(`inbox ${key}`).digest() : key;
}
