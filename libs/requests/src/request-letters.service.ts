import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Letters, newPageToken } from '#correspondence';
import { Database } from '#database';
import { LetterRenderer } from '#documents';
import { Families } from '#families';
import { versionMismatch } from '#http';
import { Problem } from '#kernel';
import { Organisations } from '#organisations';
import { Authorities } from '#schools';
import { letterPartiesOf } from './letter-parties.ts';
import type { PrepareLetterBody, RequestView, SignLetterBody } from './requests.contract.ts';
import { requestsProblems } from './requests.problems.ts';
import { RequestsRepository } from './requests.repository.ts';
import { RequestsService } from './requests.service.ts';
import { RequestStages } from './request-stages.service.ts';
import { consentDay, headOf, operatorStatementOf, type StatementMaterial, statementOf } from './statement-data.ts';

/** Typesets and signs the letter of a request while it has not left. */
@Injectable()
export class RequestLetters {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestsRepository,
    private readonly service: RequestsService,
    private readonly stages: RequestStages,
    private readonly organisations: Organisations,
    private readonly authorities: Authorities,
    private readonly families: Families,
    private readonly letters: Letters,
    private readonly renderer: LetterRenderer,
    private readonly audit: Audit,
  ) {}

  /**
   * Typesetting and the file lie between two transactions; the version decides whether the letter still fits.
   * @throws Problem requests.stage-forbids, requests.demand-not-in-letters, requests.head-unknown, documents.*
   */
  async prepare(by: Principal, id: string, version: number, wishes: PrepareLetterBody) {
    const material = await this.database.transaction(() => this.gather(by, id, version, wishes));
    const { caseNumber, addressee, parties } = material;
    const pageToken = newPageToken();
    const rendered =
      addressee.kind === 'school'
        ? await this.renderer.render('statement', statementOf(material), { pageToken })
        : await this.renderer.render('operator-statement', operatorStatementOf(material), { pageToken });
    const file = await this.letters.store(by, {
      familyId: material.familyId,
      fileName: `Заявление ${caseNumber}.pdf`,
      content: rendered.pdf,
    });
    return this.database.transaction(async () => {
      const request = await this.requests.lock(id);
      if (request.version !== version) throw versionMismatch();
      const { familyId, authorityId } = request;
      const { pages } = rendered;
      const letter = await this.letters.keep(by, { familyId, authorityId, kind: 'statement', pages, pageToken, file });
      const next = await this.stages.advance(by, request, 'prepare', { letterId: letter.id }, { letter: letter.id });
      const doubtfulNames = [
        ...parties.doubtful,
        ...(headOf(addressee)?.confident === false ? ['director' as const] : []),
      ];
      return { requestId: id, version: next, letterId: letter.id, pages, sha256: letter.sha256, doubtfulNames };
    });
  }

  /** @throws Problem requests.letter-missing, requests.stage-forbids, correspondence.file-foreign. */
  async sign(by: Principal, id: string, version: number, signed: SignLetterBody): Promise<RequestView> {
    return this.database.transaction(async () => {
      const request = await this.requests.lock(id);
      this.stages.check(request, 'submit');
      if (request.version !== version) throw versionMismatch();
      if (request.letterId === null) throw new Problem(requestsProblems.letterMissing);
      await this.letters.sign(by, request.letterId, signed);
      await this.requests.update(id, version, {});
      return this.service.view(id);
    });
  }

  private async gather(
    by: Principal,
    id: string,
    version: number,
    { reservation, receiptMark, clauses }: PrepareLetterBody,
  ): Promise<StatementMaterial & { readonly familyId: string }> {
    const request = await this.requests.get(id);
    this.stages.check(request, 'prepare');
    if (request.version !== version) throw versionMismatch();
    const { familyId, guardianId, authorityId, caseNumber } = request;
    const family = await this.families.getForLetter(familyId, guardianId, await this.requests.childIdsOf(id));
    const subject = { type: 'family', id: familyId };
    this.audit.record({ action: 'families.read', by, subject, familyId, details: { forRequest: id } });
    return {
      ...{ familyId, caseNumber, reservation, receiptMark, clauses },
      today: await this.organisations.today(),
      addressee: await this.authorities.get(authorityId),
      parties: letterPartiesOf(family),
      demands: await this.requests.demandsOf(id),
      consentGivenOn: consentDay(family.consents.filter((consent) => consent.authorityId === authorityId)),
    };
  }
}
