import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { type LetterKind, letterKinds, LetterRenderer } from '#documents';
import { versionMismatch } from '#http';
import { cutPage, newId, type Page, Problem } from '#kernel';
import { checkWording } from './check-wording.ts';
import { chosenBlocks } from './chosen-blocks.ts';
import type { LetterTemplateEntity } from './letter-template.entity.ts';
import type {
  ListTemplatesQuery,
  NewTemplateBody,
  PreviewTemplateBody,
  Template,
  TemplateSummary,
  Wording,
} from './letter-templates.contract.ts';
import { LetterTemplatesRepository } from './letter-templates.repository.ts';
import { templateProblems } from './template.problems.ts';

/** Versions of wordings: written by one person, approved by another, used by letters from then on. */
@Injectable()
export class LetterTemplates {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly templates: LetterTemplatesRepository,
    private readonly renderer: LetterRenderer,
  ) {}

  async list(query: InstanceType<typeof ListTemplatesQuery>): Promise<Page<TemplateSummary>> {
    const rows = await this.db.transaction(() => this.templates.findPage(query));
    const page = cutPage(rows, query.limit, query.sort, ({ id }) => ({ key: id, id }));
    return { ...page, items: page.items.map(summaryOf) };
  }

  async get(id: string): Promise<Template> {
    return this.db.transaction(async () => wholeOf(await this.templates.get(id)));
  }

  /** What letters of this kind are worded with now: the branch's own, the association's, or the program's. */
  async inUse(kind: LetterKind): Promise<Wording> {
    const found = await this.db.transaction(() => this.templates.findInUse(kind));
    if (found !== null) return wordingOf(found);
    const { wording } = letterKinds[kind];
    return { kind, templateId: null, scope: 'program', wording, blocks: [], sha256: digestOf(wording) };
  }

  /** One version as letters would use it, approved or not. @throws Problem not-found. */
  async wording(id: string): Promise<Wording> {
    return this.db.transaction(async () => wordingOf(await this.templates.get(id)));
  }

  /** Tried on sample data before it is kept. @throws Problem correspondence.template-broken. */
  async create(by: Principal, body: InstanceType<typeof NewTemplateBody>): Promise<Template> {
    const { kind, scope, wording, blocks, note } = body;
    checkWording(kind, wording, blocks);
    return this.db.transaction(async () => {
      const id = newId();
      const onlyForBranch = scope === 'branch' ? by.branchId : null;
      await this.templates.insert({ id, onlyForBranch, kind, wording, blocks, note, createdBy: by.personId });
      this.record(by, 'correspondence.create-template', id, { kind, scope, sha256: digestOf(wording) });
      return wholeOf(await this.templates.get(id));
    });
  }

  /** The second person; the table's own check refuses the author as well. */
  async approve(by: Principal, id: string, version: number): Promise<Template> {
    return this.db.transaction(async () => {
      const template = await this.changeable(by, id, version);
      if (template.state !== 'draft') throw new Problem(templateProblems.notDraft);
      if (template.createdBy === by.personId) throw new Problem(templateProblems.secondPersonNeeded);
      await this.templates.withdrawInUse(template, by.personId);
      return this.decide(by, template, 'approved');
    });
  }

  /** A draft, or a wording in use: letters fall back to the association's or the program's. */
  async withdraw(by: Principal, id: string, version: number): Promise<Template> {
    return this.db.transaction(async () => {
      const template = await this.changeable(by, id, version);
      if (template.state === 'withdrawn') throw new Problem(templateProblems.notDraft);
      return this.decide(by, template, 'withdrawn');
    });
  }

  /** On invented people. @throws Problem not-found, correspondence.block-unknown, documents.*. */
  async preview(id: string, { blocks }: InstanceType<typeof PreviewTemplateBody>): Promise<Uint8Array> {
    const template = await this.wording(id);
    const { wording } = template;
    return (await this.renderer.renderExample(template.kind, { wording, blocks: chosenBlocks(template, blocks) })).pdf;
  }

  /** What all branches use is decided by who may share; what one branch uses, by its own people. */
  private async changeable(by: Principal, id: string, version: number): Promise<LetterTemplateEntity> {
    const template = await this.templates.get(id);
    if (template.onlyForBranch === null && !by.permissions.has('templates.share')) {
      throw new Problem(templateProblems.sharedByOthers);
    }
    if (template.version !== version) throw versionMismatch();
    return template;
  }

  private async decide(by: Principal, template: LetterTemplateEntity, state: 'approved' | 'withdrawn') {
    const { id, version, kind, onlyForBranch } = template;
    if (!(await this.templates.decide(id, version, state, by.personId))) throw versionMismatch();
    const action = state === 'approved' ? 'correspondence.approve-template' : 'correspondence.withdraw-template';
    this.record(by, action, id, { kind, scope: onlyForBranch === null ? 'association' : 'branch' });
    return wholeOf(await this.templates.get(id));
  }

  private record(by: Principal, action: string, id: string, details: Record<string, string>): void {
    this.audit.record({ action, by, subject: { type: 'letter-template', id }, details });
  }
}

function digestOf(wording: string): string {
  return createHash('sha256').update(wording).digest('hex');
}

function wordingOf(row: LetterTemplateEntity): Wording {
  const { kind, id, wording, blocks } = row;
  return { kind, templateId: id, scope: scopeOf(row), wording, blocks, sha256: digestOf(wording) };
}

function wholeOf(row: LetterTemplateEntity): Template {
  return { ...summaryOf(row), wording: row.wording };
}

function summaryOf(row: LetterTemplateEntity): TemplateSummary {
  const { id, kind, number, blocks, note, state, createdBy, approvedBy, withdrawnBy, version } = row;
  return {
    ...{ id, kind, scope: scopeOf(row), number, blocks, note, state, createdBy, approvedBy, withdrawnBy, version },
    createdAt: row.createdAt.toISOString(),
    approvedAt: row.approvedAt?.toISOString() ?? null,
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
  };
}

function scopeOf({ onlyForBranch }: LetterTemplateEntity): 'association' | 'branch' {
  return onlyForBranch === null ? 'association' : 'branch';
}
