import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Files } from '#files';
import { type IncomingFile, versionMismatch } from '#http';
import { newId, Problem } from '#kernel';
import type { ChangeBranch, ProcessingOrder } from './branch-settings.contract.ts';
import type { Branch } from './organisations.contract.ts';
import { organisationsProblems } from './organisations.problems.ts';
import { OrganisationsRepository } from './organisations.repository.ts';
import { Organisations } from './organisations.service.ts';
import { ProcessingOrdersRepository } from './processing-orders.repository.ts';
import { ResponsiblePeople } from './responsible-people.ts';

/** What a branch says of itself: letterhead, mail identity, languages, who answers for the data, the signed order. */
@Injectable()
export class BranchSettings {
  constructor(
    private readonly db: Database,
    private readonly files: Files,
    private readonly audit: Audit,
    private readonly organisations: Organisations,
    private readonly branches: OrganisationsRepository,
    private readonly orders: ProcessingOrdersRepository,
    private readonly responsible: ResponsiblePeople,
  ) {}

  /** @throws Problem http.version-mismatch, organisations.time-zone-unknown. */
  async change(by: Principal, version: number | null, { responsible, ...columns }: ChangeBranch): Promise<Branch> {
    if (columns.timeZone !== undefined) assertTimeZone(columns.timeZone);
    return this.db.transaction(async () => {
      if (!(await this.branches.update(version, columns))) throw versionMismatch();
      if (responsible !== undefined) await this.responsible.put(responsible);
      const subject = { type: 'branch', id: by.branchId };
      const changed = [...Object.keys(columns), ...(responsible === undefined ? [] : ['responsible'])].join(' ');
      this.audit.record({ action: 'branches.change', by, subject, details: { changed } });
      return this.organisations.branch();
    });
  }

  async processingOrders(): Promise<{ items: ProcessingOrder[] }> {
    return { items: await this.db.transaction(() => this.orders.findAll()) };
  }

  /** Keeps the scan and the version; earlier versions stay. @throws Problem files.*, database.conflict. */
  async recordOrder(
    by: Principal,
    order: Pick<ProcessingOrder, 'version' | 'signedOn'>,
    upload: IncomingFile,
  ): Promise<ProcessingOrder> {
    const content = await buffer(upload.content);
    const prepared = await this.files.prepare({ purpose: 'processing-order', name: upload.filename, content, by });
    return this.db.transaction(async () => {
      const { id: fileId } = await this.files.attach(prepared);
      const recorded = await this.orders.insert({ ...order, id: newId(), fileId, recordedBy: by.personId });
      const subject = { type: 'branch', id: by.branchId };
      const details = { version: order.version, signedOn: order.signedOn, file: fileId };
      this.audit.record({ action: 'branches.record-processing-order', by, subject, details });
      return recorded;
    });
  }
}

/** @throws Problem organisations.time-zone-unknown. */
export function assertTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw new Problem(organisationsProblems.timeZoneUnknown, { pointer: '/timeZone' });
  }
}
