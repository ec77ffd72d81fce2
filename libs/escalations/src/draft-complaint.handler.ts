import { Injectable } from '@nestjs/common';
import { chosenBlocks, Letters, LetterTemplates, newPageToken } from '#correspondence';
import { Database } from '#database';
import { LetterRenderer } from '#documents';
import { Files } from '#files';
import type { Actor } from '#kernel';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { type ComplaintMaterial, ComplaintMaterials } from './complaint-materials.service.ts';
import { complaintLetterheadOf } from './complaint-data.ts';
import { basisOf } from './draft-basis.ts';
import { type EvidenceFile, sha256Of, zipEvidence } from './evidence-pack.ts';
import type { EscalationEntity } from './escalation.entity.ts';
import { stageAfter } from './escalation-state.ts';
import { draftComplaint } from './escalations.jobs.ts';
import { EscalationsRepository } from './escalations.repository.ts';
import { EscalationsService } from './escalations.service.ts';
import { type RungLetter, rungWording, typesetRung } from './typeset-rung.ts';

/** Typesets the complaint, freezes the evidence beside it, and keeps both. Heavy work stays outside transactions. */
@Injectable()
@HandlesJob(draftComplaint)
export class DraftComplaintHandler implements JobHandler<typeof draftComplaint> {
  constructor(
    private readonly database: Database,
    private readonly escalations: EscalationsRepository,
    private readonly service: EscalationsService,
    private readonly materials: ComplaintMaterials,
    private readonly renderer: LetterRenderer,
    private readonly letters: Letters,
    private readonly templates: LetterTemplates,
    private readonly files: Files,
    private readonly outbox: Outbox,
  ) {}

  async run({ escalationId }: PayloadOf<typeof draftComplaint>, claim: JobClaim): Promise<void> {
    const by = { kind: 'job', job: claim.job, outboxId: claim.outboxId } as const;
    const rung = await this.database.transaction(() => this.escalations.get(escalationId));
    // No office, no letter: a person routes the rung first, which asks for the draft again.
    if (stageAfter(rung.stage, 'draft') === null || rung.authorityId === null) {
      await this.database.transaction(() => this.outbox.finish(claim));
      return;
    }
    const material = await this.materials.gather(rung, rung.authorityId);
    const basis = basisOf(material);
    if (rung.draftBasis?.equals(basis) === true) {
      await this.database.transaction(() => this.outbox.finish(claim));
      return;
    }
    const evidence = await this.materials.evidenceFor(material);
    const pageToken = newPageToken();
    const wording = await this.templates.inUse(rungWording(rung.step));
    const options = { wording: wording.wording, blocks: chosenBlocks(wording, {}), pageToken };
    const complaint = await typesetRung(this.renderer, rung.step, material, evidence, options);
    const letter = await this.letters.store(by, {
      familyId: rung.familyId,
      fileName: `${complaint.title} ${material.request.caseNumber}.pdf`,
      content: complaint.pdf,
    });
    const pack = await this.pack(by, rung, material, complaint, evidence);
    await this.database.transaction(async () => {
      const current = await this.escalations.lock(escalationId);
      // Two terms that run out together ask for two drafts at once; the second to arrive here brings nothing new.
      const outdone = current.draftBasis?.equals(basis) === true;
      if (!outdone && stageAfter(current.stage, 'draft') !== null && current.authorityId === rung.authorityId) {
        const { familyId, authorityId } = rung;
        const kept = await this.letters.keep(by, {
          ...{ familyId, authorityId: authorityId ?? '', kind: complaint.kind },
          ...{ pages: complaint.pages, pageToken, wording, file: letter },
        });
        const packed = await this.files.attach(pack);
        await this.escalations.update(current.id, current.version, {
          stage: 'drafted',
          draftBasis: basis,
          letterId: kept.id,
          packFileId: packed.id,
        });
        this.service.record(by, current, 'escalations.draft', { letter: kept.id, pack: packed.id });
      }
      await this.outbox.finish(claim);
    });
  }

  private async pack(
    by: Actor,
    rung: EscalationEntity,
    material: ComplaintMaterial,
    complaint: RungLetter,
    evidence: readonly EvidenceFile[],
  ) {
    const { caseNumber } = material.request;
    const { kind, title, pdf } = complaint;
    const fileName = kind === 'complaint' ? '00-complaint.pdf' : '00-repeated-demand.pdf';
    const own = { title, fileName, date: material.today, content: pdf };
    const files = [own, ...evidence];
    const inventory = await this.renderer.render('evidence-inventory', {
      caseNumber,
      date: material.today,
      letterhead: complaintLetterheadOf(material),
      files: files.map(({ title, fileName, date, content }) => ({
        ...{ title, fileName, date },
        bytes: content.length,
        sha256: sha256Of(content),
      })),
    });
    const listed = { title: 'Опись', fileName: 'inventory.pdf', date: material.today, content: inventory.pdf };
    return this.files.prepare({
      familyId: rung.familyId,
      purpose: 'evidence-pack',
      name: `Доказательства ${caseNumber}.zip`,
      content: await zipEvidence([...files, listed], material.today),
      by,
    });
  }
}
