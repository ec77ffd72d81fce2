import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { versionMismatch } from '#http';
import { cutPage, newId, notFound, type Page, Problem } from '#kernel';
import { Vault } from '#vault';
import { familiesProblems } from '../families.problems.ts';
import { FamiliesRepository } from '../families.repository.ts';
import { FamilySeal } from '../family-seal.ts';
import type { ChangeNote, ListNotes, Note, NoteVersion, WriteNote } from './notes.contract.ts';
import { type NoteRow, NotesRepository } from './notes.repository.ts';

/** What people of the branch write about a family, each note for the eyes that its author chose. */
@Injectable()
export class Notes {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly families: FamiliesRepository,
    private readonly notes: NotesRepository,
  ) {}

  /** Those that the caller may see. @throws Problem not-found. */
  async list(familyId: string, query: ListNotes): Promise<Page<Note>> {
    return this.db.transaction(async () => {
      await this.families.get(familyId);
      const rows = await this.notes.findPage(familyId, query);
      const page = cutPage(rows, query.limit, query.sort, ({ key, id }) => ({ key, id }));
      const seal = await this.sealOf(familyId);
      return { ...page, items: page.items.map((row) => toNote(row, seal)) };
    });
  }

  /** @throws Problem not-found, families.handed-over. */
  async write(by: Principal, familyId: string, { text, visibility, pinned }: WriteNote): Promise<Note> {
    return this.db.transaction(async () => {
      await this.families.assertWritable(familyId);
      const id = newId();
      const seal = await this.sealOf(familyId);
      const textSealed = seal.note(id, text);
      await this.notes.insert({ id, familyId, authorId: by.personId, visibility, textSealed, pinned });
      this.note(by, 'notes.write', familyId, id, { visibility });
      return toNote(await this.notes.get(familyId, id), seal);
    });
  }

  /** What it said before is kept. @throws Problem not-found, http.version-mismatch, families.note-of-another. */
  async change(by: Principal, familyId: string, version: number, id: string, change: ChangeNote): Promise<Note> {
    return this.db.transaction(async () => {
      await this.families.assertWritable(familyId);
      const before = await this.notes.get(familyId, id);
      if (before.authorId !== by.personId) throw new Problem(familiesProblems.noteOfAnother);
      const seal = await this.sealOf(familyId);
      const { visibility = before.visibility, pinned = before.pinned } = change;
      const textSealed = change.text === undefined ? before.textSealed : seal.note(id, change.text);
      if (!(await this.notes.update({ ...before, version, visibility, pinned, textSealed }))) throw versionMismatch();
      const kept = newId();
      const sealed = seal.noteVersion(kept, seal.openNote(before));
      await this.notes.insertVersion(before, { id: kept, textSealed: sealed, replacedBy: by.personId });
      this.note(by, 'notes.change', familyId, id, { visibility, pinned });
      return toNote(await this.notes.get(familyId, id), seal);
    });
  }

  /** @throws Problem not-found. */
  async versions(familyId: string, id: string): Promise<{ items: NoteVersion[] }> {
    return this.db.transaction(async () => {
      await this.notes.get(familyId, id);
      const seal = await this.sealOf(familyId);
      const rows = await this.notes.findVersions(familyId, id);
      return {
        items: rows.map((row) => ({
          ...{ version: row.version, visibility: row.visibility, replacedBy: row.replacedBy },
          text: seal.openNoteVersion(row),
          replacedAt: row.replacedAt.toISOString(),
        })),
      };
    });
  }

  /** @throws Problem not-found, families.note-of-another. */
  async remove(by: Principal, familyId: string, id: string): Promise<void> {
    await this.db.transaction(async () => {
      const { authorId } = await this.notes.get(familyId, id);
      if (authorId !== by.personId) throw new Problem(familiesProblems.noteOfAnother);
      if (!(await this.notes.delete(familyId, id))) throw notFound();
      this.note(by, 'notes.remove', familyId, id, {});
    });
  }

  private async sealOf(familyId: string): Promise<FamilySeal> {
    return new FamilySeal(await this.vault.keyring([{ kind: 'family', familyId }]), familyId);
  }

  private note(by: Principal, action: string, familyId: string, id: string, details: Record<string, string | boolean>) {
    this.audit.record({ action, by, subject: { type: 'note', id }, familyId, details });
  }
}

function toNote(row: NoteRow, seal: FamilySeal): Note {
  const { id, authorId, visibility, pinned, version } = row;
  return {
    ...{ id, authorId, visibility, pinned, version },
    text: seal.openNote(row),
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
  };
}
