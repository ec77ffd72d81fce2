import { Injectable } from '@nestjs/common';
import { permissionMissing, type Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Files, type PreparedFile } from '#files';
import { newId, notFound, Problem } from '#kernel';
import { Vault } from '#vault';
import { familiesProblems } from './families.problems.ts';
import { FamiliesRepository } from './families.repository.ts';
import { FamilyPartsRepository } from './family-parts.repository.ts';
import { FamilySeal } from './family-seal.ts';
import { handedRows } from './handed-rows.ts';
import type { HandedFamily } from './handed-family.ts';
import { HandOverReader } from './hand-over-reader.ts';
import type { Incoming, Received } from './hand-overs.contract.ts';
import { HandOversRepository } from './hand-overs.repository.ts';
import { NotesRepository } from './notes/notes.repository.ts';
import { FamilySearchIndex } from './search/family-search-index.service.ts';
import { SealedFamilies } from './sealed-families.service.ts';

/** The receiving side: nothing of the family is seen before the acceptance, and all of it is copied by it or nothing. */
@Injectable()
export class HandOverReception {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly files: Files,
    private readonly reader: HandOverReader,
    private readonly sealed: SealedFamilies,
    private readonly families: FamiliesRepository,
    private readonly parts: FamilyPartsRepository,
    private readonly handOvers: HandOversRepository,
    private readonly notes: NotesRepository,
    private readonly search: FamilySearchIndex,
  ) {}

  async incoming(): Promise<{ items: Incoming[] }> {
    return { items: await this.db.transaction(() => this.handOvers.findIncoming()) };
  }

  /**
   * Copies the family under this branch's keys; with the same commit the other branch's copy becomes read only. After an
   * interruption it may be called again. @throws Problem not-found, families.changed-meanwhile, permission-missing.
   */
  async accept(by: Principal, id: string): Promise<Received> {
    const from = await this.db.transaction(async () => {
      const begun = await this.handOvers.begin(id);
      this.audit.record({ action: 'hand-overs.begin', by, subject: { type: 'hand-over', id } });
      return begun;
    });
    const handed = await this.reader.read(by, id, from);
    if (handed.sealing !== null && !by.permissions.has('families.seal')) throw permissionMissing('families.seal');
    const familyId = newId();
    const papers = new Map<string, PreparedFile>();
    for (const { id: old, ...file } of handed.files)
      papers.set(old, await this.files.prepare({ ...file, familyId, by }));
    return this.db.transaction(() => this.write(by, id, from.fromBranchId, familyId, handed, papers));
  }

  /** @throws Problem not-found. */
  async reject(by: Principal, id: string): Promise<void> {
    await this.db.transaction(async () => {
      if (!(await this.handOvers.reject(id, by.requestId))) throw notFound();
      this.audit.record({ action: 'hand-overs.reject', by, subject: { type: 'hand-over', id } });
    });
  }

  private async write(
    by: Principal,
    id: string,
    fromBranchId: string,
    familyId: string,
    handed: HandedFamily,
    papers: ReadonlyMap<string, PreparedFile>,
  ): Promise<Received> {
    const seal = new FamilySeal(await this.vault.keyring([{ kind: 'family', familyId }]), familyId);
    const number = await this.families.nextNumber();
    const [first] = handed.guardians;
    if (first === undefined) throw new Error('A family has a guardian.');
    const initialsSealed = seal.initials(first.personal.name);
    const { dataSource, version } = handed.family;
    await this.families.insert({ id: familyId, number, initialsSealed, dataSource, createdBy: by.personId });
    for (const paper of papers.values()) await this.files.attach(paper);
    const fileIds = new Map([...papers].map(([old, paper]) => [old, paper.id]));
    await this.parts.insert(handedRows(handed, familyId, fileIds, { seal, vault: this.vault }));
    for (const { text, visibility, pinned } of handed.notes) {
      const noteId = newId();
      // Whoever received it answers for it here: its author has no part in this branch.
      const note = { id: noteId, familyId, authorId: by.personId, visibility, pinned };
      await this.notes.insert({ ...note, textSealed: seal.note(noteId, text) });
    }
    const people = [...handed.guardians, ...handed.children].map(({ personal }) => personal);
    await this.search.put([{ familyId, people }]);
    if (handed.sealing !== null) await this.sealed.seal(by, familyId, handed.sealing);
    if (!(await this.handOvers.finish(id, familyId, version, by.requestId))) {
      throw new Problem(familiesProblems.changedMeanwhile);
    }
    const details = { handOver: id, from: fromBranchId, number };
    this.audit.record({
      action: 'hand-overs.accept',
      by,
      subject: { type: 'family', id: familyId },
      familyId,
      details,
    });
    return { familyId, number };
  }
}
