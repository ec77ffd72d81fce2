import { Injectable } from '@nestjs/common';
import { Problem } from '#kernel';
import { Authorities, Successions } from '#schools';
import { requestsProblems } from './requests.problems.ts';

/** Whether an addressee may still be written to. */
@Injectable()
export class Addressees {
  constructor(
    private readonly authorities: Authorities,
    private readonly successions: Successions,
  ) {}

  /**
   * A letter to a school that was merged away reaches nobody, so its successors are offered, by name and by id. Joins the
   * open transaction. @throws Problem not-found, requests.addressee-succeeded, requests.addressee-closed.
   */
  async refuseSucceeded(authorityId: string): Promise<void> {
    const addressee = await this.authorities.get(authorityId);
    const successors = await this.successions.replacementsFor(addressee);
    if (successors === null) return;
    if (successors.length === 0) throw new Problem(requestsProblems.addresseeClosed, { pointer: '/authorityId' });
    const named = successors.map(({ id, shortName }) => `${shortName} (${id})`).join(', ');
    throw new Problem(requestsProblems.addresseeSucceeded, {
      pointer: '/authorityId',
      parameters: { successors: named },
    });
  }
}
