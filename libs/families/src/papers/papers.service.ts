import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { addDays, type FieldError, type LocalDate, localDate, newId, Problem } from '#kernel';
import { Organisations } from '#organisations';
import { Outbox } from '#outbox';
import { processingConsentWithdrawnJob } from '../families.jobs.ts';
import { familiesProblems, fault, refuseFaults, strangerToFamily } from '../families.problems.ts';
import { FamilyChecks } from '../family-checks.service.ts';
import { FamilyEdits } from '../family-edits.ts';
import { FamilyPartsRepository } from '../family-parts.repository.ts';
import { toConsent, toMandate, toProcessingConsent } from './paper-answers.ts';
import type { AddProcessingConsent, ChangeConsent, Withdraw } from './papers.contract.ts';
import { ProcessingConsentsRepository } from './processing-consents.repository.ts';

/** 152-ФЗ ст. 21 ч. 5: stop and destroy within thirty days from the receipt of the withdrawal. */
const DESTROY_WITHIN_DAYS = 30;

/** What a family signed: consents it once gave to others, mandates to the association, consents to our own processing. */
@Injectable()
export class Papers {
  constructor(
    private readonly organisations: Organisations,
    private readonly edits: FamilyEdits,
    private readonly checks: FamilyChecks,
    private readonly parts: FamilyPartsRepository,
    private readonly processing: ProcessingConsentsRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Problem not-found, http.version-mismatch, validation with pointers. */
  async changeConsent(by: Principal, familyId: string, version: number, id: string, change: ChangeConsent) {
    const { withdrawnOn, withdrawnByRequestId } = change;
    const details = { ...(withdrawnOn && { withdrawnOn }), ...(withdrawnByRequestId && { withdrawnByRequestId }) };
    const edit = { familyId, version, action: 'families.change-consent', subject: { type: 'consent', id }, details };
    return this.edits.edit(by, edit, async () => {
      const before = await this.parts.getConsent(familyId, id);
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const row = { ...before, ...given, ...(withdrawnOn === null ? { withdrawnByRequestId: null } : {}) };
      const today = await this.organisations.today();
      refuseFaults([
        ...dayFaults('/givenOn', row.givenOn, null, today),
        ...dayFaults('/withdrawnOn', row.withdrawnOn, row.givenOn, today),
        ...(row.withdrawnByRequestId !== null && row.withdrawnOn === null
          ? [fault('/withdrawnOn', 'withdrawal-day-needed')]
          : []),
        ...(row.withdrawnByRequestId !== null && !(await this.processing.hasRequest(familyId, row.withdrawnByRequestId))
          ? [fault('/withdrawnByRequestId', 'request-unknown')]
          : []),
      ]);
      await this.checks.refuse({ papers: [{ at: '', part: row }] }, familyId);
      await this.parts.updateConsent(row);
      return toConsent(row);
    });
  }

  /** From that day on the association does not act on it. @throws Problem not-found, families.withdrawn-already. */
  async withdrawMandate(by: Principal, familyId: string, id: string, { withdrawnOn, fileId }: Withdraw) {
    const subject = { type: 'mandate', id };
    const edit = { familyId, version: null, action: 'families.withdraw-mandate', subject, details: { withdrawnOn } };
    return this.edits.edit(by, edit, async () => {
      const before = await this.parts.getMandate(familyId, id);
      if (before.revokedOn !== null) throw new Problem(familiesProblems.withdrawnAlready);
      const today = await this.organisations.today();
      refuseFaults(dayFaults('/withdrawnOn', withdrawnOn, before.signedOn, today));
      await this.checks.refuse({ papers: [{ at: '', part: { fileId } }] }, familyId);
      const row = { ...before, revokedOn: withdrawnOn, revocationFileId: fileId };
      await this.parts.revokeMandate(row);
      return toMandate(row, today);
    });
  }

  /** @throws Problem not-found, families.not-of-family, validation with pointers. */
  async addProcessingConsent(by: Principal, familyId: string, body: AddProcessingConsent) {
    const id = newId();
    const subject = { type: 'processing-consent', id };
    const { purpose, how, textVersion, givenOn, expiresOn, fileId } = body;
    const details = { purpose, how, givenOn };
    const edit = { familyId, version: null, action: 'families.add-processing-consent', subject, details };
    return this.edits.edit(by, edit, async () => {
      const guardians = await this.parts.findGuardians(familyId);
      if (!guardians.some((guardian) => guardian.id === body.guardianId)) throw strangerToFamily('/guardianId');
      const today = await this.organisations.today();
      refuseFaults([
        ...dayFaults('/givenOn', givenOn, null, today),
        ...(expiresOn !== null && expiresOn < givenOn ? [fault('/expiresOn', 'ends-before-start')] : []),
      ]);
      await this.checks.refuse({ papers: [{ at: '', part: { fileId } }] }, familyId);
      const row = { ...body, id, familyId, textVersion, recordedBy: by.personId };
      await this.processing.insert([{ ...row, withdrawnOn: null, withdrawalFileId: null, destroyBy: null }]);
      return toProcessingConsent(await this.processing.get(familyId, id), today);
    });
  }

  /**
   * Starts our own duty: what rested on the consent is destroyed in thirty days, and the list of what is coming says so.
   * @throws Problem not-found, families.withdrawn-already, validation.
   */
  async withdrawProcessingConsent(by: Principal, familyId: string, id: string, { withdrawnOn, fileId }: Withdraw) {
    const subject = { type: 'processing-consent', id };
    const destroyBy = addDays(withdrawnOn, DESTROY_WITHIN_DAYS);
    const details = { withdrawnOn, destroyBy };
    const edit = { familyId, version: null, action: 'families.withdraw-processing-consent', subject, details };
    return this.edits.edit(by, edit, async () => {
      const before = await this.processing.get(familyId, id);
      const today = await this.organisations.today();
      refuseFaults(dayFaults('/withdrawnOn', withdrawnOn, before.givenOn, today));
      await this.checks.refuse({ papers: [{ at: '', part: { fileId } }] }, familyId);
      if (!(await this.processing.withdraw(familyId, id, { withdrawnOn, fileId, destroyBy }))) {
        throw new Problem(familiesProblems.withdrawnAlready);
      }
      await this.outbox.enqueue(processingConsentWithdrawnJob, { consentId: id });
      return toProcessingConsent(await this.processing.get(familyId, id), today);
    });
  }

  /** Of a consent to our own processing, or null while it stands. Joins the open transaction. */
  async processingWithdrawal(consentId: string): Promise<{ familyId: string; withdrawnOn: LocalDate } | null> {
    const row = await this.processing.withdrawalOf(consentId);
    return row === null ? null : { familyId: row.familyId, withdrawnOn: localDate(row.withdrawnOn) };
  }
}

function dayFaults(pointer: string, day: string | null, since: string | null, today: LocalDate): FieldError[] {
  if (day === null) return [];
  if (day > today) return [fault(pointer, 'day-in-future')];
  return since !== null && day < since ? [fault(pointer, 'before-given')] : [];
}
