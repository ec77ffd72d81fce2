import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type Actor, type LocalDate, localDate, localDateIn, Problem } from '#kernel';
import { Authorities } from '#schools';
import { Vault } from '#vault';
import { ClockStarts } from './clock-starts.service.ts';
import type { RequestEntity } from './request.entity.ts';
import type { ClassifyReplyBody } from './requests.contract.ts';
import { requestsProblems } from './requests.problems.ts';

/** The addressee's own word that the letter came in: its incoming number and day. */
@Injectable()
export class Receipts {
  constructor(
    private readonly database: Database,
    private readonly clocks: ClockStarts,
    private readonly authorities: Authorities,
    private readonly vault: Vault,
  ) {}

  /** Starts the clocks from the stated day; resolves to the columns to write, or null when nothing is stated. */
  async record(
    by: Actor,
    request: RequestEntity,
    { incomingNumber, receivedOn, messageId }: ClassifyReplyBody,
  ): Promise<Pick<RequestEntity, 'receivedOn' | 'incomingNumberSealed'> | null> {
    if (incomingNumber === undefined && receivedOn === undefined) return null;
    if (incomingNumber === undefined || receivedOn === undefined) {
      const pointer = incomingNumber === undefined ? '/incomingNumber' : '/receivedOn';
      throw new Problem(requestsProblems.receiptIncomplete, { pointer });
    }
    const day = localDate(receivedOn);
    await this.refuseImpossibleDay(request, day);
    await this.clocks.startFromIncomingNumber(by, request, day, messageId);
    const owner = { kind: 'family', familyId: request.familyId } as const;
    const place = { table: 'requests', column: 'incoming_number', row: request.id };
    const keyring = await this.vault.keyring([owner]);
    return { receivedOn: day, incomingNumberSealed: keyring.seal(owner, place, incomingNumber) };
  }

  private async refuseImpossibleDay(request: RequestEntity, day: LocalDate): Promise<void> {
    const { timeZone } = await this.authorities.get(request.authorityId);
    const today = localDateIn(timeZone, await this.database.now());
    const sent = localDateIn(timeZone, request.submittedAt ?? new Date(0));
    if (day < sent || day > today) {
      throw new Problem(requestsProblems.receivedBeforeSubmission, { pointer: '/receivedOn' });
    }
  }
}
