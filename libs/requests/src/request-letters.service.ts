import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { chosenBlocks, Letters, LetterTemplates, newPageToken } from '#correspondence';
import { Database } from '#database';
import { letterDocx, LetterRenderer } from '#documents';
import { Families } from '#families';
import { versionMismatch } from '#http';
import { Problem } from '#kernel';
import { Organisations } from '#organisations';
import { Authorities } from '#schools';
import { letterPartiesOf } from './letter-parties.ts';
import type { PrepareLetterBody, PreviewLetterBody, RequestView, SignLetterBody } from './requests.contract.ts';
import type { RequestEntity } from './request.entity.ts';
import { requestsProblems } from './requests.problems.ts';
import { RequestsRepository } from './requests.repository.ts';
import { RequestsService } from './requests.service.ts';
import { RequestStages } from './request-stages.service.ts';
import { consentDay, headOf, type StatementMaterial } from './statement-data.ts';
import { composeRequest, typesetRequest } from './typeset-request.ts';

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
    private readonly templates: LetterTemplates,
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
    const kind = addressee.kind === 'school' ? 'statement' : 'operator-statement';
    const wording = await this.templates.inUse(kind);
    const pageToken = newPageToken();
    const options = { wording: wording.wording, blocks: chosenBlocks(wording, wishes.blocks), pageToken };
    const rendered = await typesetRequest(this.renderer, material, options);
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
      const letter = await this.letters.keep(by, {
        familyId,
        authorityId,
        kind: 'statement',
        pages,
        pageToken,
        wording,
        file,
      });
      const next = await this.stages.advance(by, request, 'prepare', { letterId: letter.id }, { letter: letter.id });
      const doubtfulNames = [
        ...parties.doubtful,
        ...(headOf(addressee)?.confident === false ? ['director' as const] : []),
      ];
      return { requestId: id, version: next, letterId: letter.id, pages, sha256: letter.sha256, doubtfulNames };
    });
  }

  /**
   * The letter as it would come out, kept nowhere: with the wording in use, or with a version that waits for approval.
   * @throws Problem as {@link prepare}, without regard to the stage.
   */
  async preview(by: Principal, id: string, wishes: PreviewLetterBody): Promise<Uint8Array> {
    const { material, options } = await this.draft(by, id, wishes);
    return (await typesetRequest(this.renderer, material, options)).pdf;
  }

  /** The same as DOCX, for who edits it outside. @throws Problem as {@link preview}. */
  async docx(by: Principal, id: string, wishes: PreviewLetterBody): Promise<Buffer> {
    const { material, options } = await this.draft(by, id, wishes);
    return letterDocx(composeRequest(material, options));
  }

  private async draft(by: Principal, id: string, { templateId, blocks, ...wishes }: PreviewLetterBody) {
    const material = await this.database.transaction(async () => this.read(by, await this.requests.get(id), wishes));
    const kind = material.addressee.kind === 'school' ? 'statement' : 'operator-statement';
    const wording =
      templateId === undefined ? await this.templates.inUse(kind) : await this.templates.wording(templateId);
    if (wording.kind !== kind) throw new Problem(requestsProblems.templateUnfit, { pointer: '/templateId' });
    return { material, options: { wording: wording.wording, blocks: chosenBlocks(wording, blocks) } };
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
    wishes: Omit<PrepareLetterBody, 'blocks'>,
  ): Promise<StatementMaterial & { readonly familyId: string }> {
    const request = await this.requests.get(id);
    this.stages.check(request, 'prepare');
    if (request.version !== version) throw versionMismatch();
    return this.read(by, request, wishes);
  }

  private async read(
    by: Principal,
    request: RequestEntity,
    { reservation, receiptMark, clauses }: Omit<PrepareLetterBody, 'blocks'>,
  ): Promise<StatementMaterial & { readonly familyId: string }> {
    const { id, familyId, guardianId, authorityId, caseNumber } = request;
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
