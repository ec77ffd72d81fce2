import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Files, type PreparedFile } from '#files';
import { type Actor, newId, Problem } from '#kernel';
import { correspondenceProblems } from './correspondence.problems.ts';
import type { LetterEntity, LetterKind, SigningWay } from './letter.entity.ts';
import { LettersRepository } from './letters.repository.ts';
import { hashPageToken } from './page-token.ts';
import type { Wording } from './templates/letter-templates.contract.ts';

/** A letter as others see it: what was typeset, what was signed, and whether it may still change. */
export interface Letter {
  readonly id: string;
  readonly familyId: string;
  readonly kind: LetterKind;
  readonly authorityId: string;
  readonly fileId: string;
  /** The version of the template it was set from; null for the wording of the program. */
  readonly templateId: string | null;
  /** Of the typeset PDF, lower-case hex. */
  readonly sha256: string;
  readonly pages: number;
  readonly signed: { readonly fileId: string; readonly how: SigningWay } | null;
  readonly frozenAt: Date | null;
  /** What goes out: the signed file, or the typeset one where nobody signed. */
  readonly outgoingFileId: string;
}

/** Typeset letters: kept, signed, frozen. What is frozen never changes again; the database refuses it too. */
@Injectable()
export class Letters {
  constructor(
    private readonly db: Database,
    private readonly files: Files,
    private readonly audit: Audit,
    private readonly letters: LettersRepository,
  ) {}

  /** Writes the PDF where it stays; call it before the transaction and hand the result to {@link keep} inside it. */
  async store(
    by: Actor,
    pdf: { readonly familyId: string; readonly fileName: string; readonly content: Uint8Array },
  ): Promise<PreparedFile> {
    const { familyId, fileName: name, content } = pdf;
    return this.files.prepare({ familyId, purpose: 'letter', name, content, by });
  }

  /** Joins the caller's transaction. @throws Problem correspondence.file-foreign, database.reference-missing. */
  async keep(
    by: Actor,
    letter: {
      readonly familyId: string;
      readonly kind: LetterKind;
      readonly authorityId: string;
      readonly pages: number;
      /** As it was typeset with; without one no scan can be matched to the letter. */
      readonly pageToken?: string;
      /** What it was worded with, remembered for good. */
      readonly wording?: Pick<Wording, 'templateId' | 'sha256'>;
      readonly file: PreparedFile;
    },
  ): Promise<Letter> {
    const { file, pageToken, wording, ...rest } = letter;
    if (file.familyId !== rest.familyId) throw new Problem(correspondenceProblems.fileForeign);
    return this.db.transaction(async () => {
      const kept = await this.files.attach(file);
      const id = newId();
      const sha256 = Buffer.from(kept.sha256, 'hex');
      const pageTokenHash = pageToken === undefined ? null : hashPageToken(pageToken);
      const templateId = wording?.templateId ?? null;
      const wordingSha256 = wording === undefined ? null : Buffer.from(wording.sha256, 'hex');
      const origin = { pageTokenHash, templateId, wordingSha256 };
      await this.letters.insert({ id, ...rest, fileId: kept.id, sha256, ...origin });
      this.record(by, 'correspondence.keep-letter', { id, familyId: rest.familyId }, { sha256: kept.sha256 });
      return letterOf(await this.letters.get(id));
    });
  }

  /** @param signed.fileId a file of the same family. @throws Problem correspondence.letter-frozen, not-found. */
  async sign(
    by: Actor,
    letterId: string,
    signed: { readonly fileId: string; readonly how: SigningWay },
  ): Promise<Letter> {
    return this.db.transaction(async () => {
      const letter = await this.changeable(letterId);
      const [file] = await this.files.describe([signed.fileId]);
      if (file?.familyId !== letter.familyId) {
        throw new Problem(correspondenceProblems.fileForeign, { pointer: '/fileId' });
      }
      await this.letters.sign(letterId, { signedFileId: signed.fileId, signedHow: signed.how });
      this.record(by, 'correspondence.sign-letter', letter, {
        ...{ how: signed.how, sha256: file.sha256 },
        typeset: letter.sha256.toString('hex'),
      });
      return letterOf(await this.letters.get(letterId));
    });
  }

  /** From here on the letter is what it is. Doing it again changes nothing. */
  async freeze(by: Principal, letterId: string): Promise<Letter> {
    return this.db.transaction(async () => {
      const letter = await this.letters.lock(letterId);
      if (letter.frozenAt !== null) return letterOf(letter);
      await this.letters.freeze(letterId, by.personId);
      this.record(by, 'correspondence.freeze-letter', letter, { sha256: letter.sha256.toString('hex') });
      return letterOf(await this.letters.get(letterId));
    });
  }

  /** @throws Problem not-found. */
  async get(letterId: string): Promise<Letter> {
    return this.db.transaction(async () => letterOf(await this.letters.get(letterId)));
  }

  private async changeable(id: string): Promise<LetterEntity> {
    const letter = await this.letters.lock(id);
    if (letter.frozenAt !== null) throw new Problem(correspondenceProblems.letterFrozen);
    return letter;
  }

  private record(
    by: Actor,
    action: string,
    { id, familyId }: Pick<LetterEntity, 'id' | 'familyId'>,
    details: Record<string, string>,
  ): void {
    this.audit.record({ action, by, subject: { type: 'letter', id }, familyId, details });
  }
}

function letterOf(row: LetterEntity): Letter {
  const { id, familyId, kind, authorityId, templateId, fileId, pages, signedFileId, signedHow, frozenAt } = row;
  return {
    ...{ id, familyId, kind, authorityId, templateId, fileId, pages, frozenAt },
    sha256: row.sha256.toString('hex'),
    signed: signedFileId === null || signedHow === null ? null : { fileId: signedFileId, how: signedHow },
    outgoingFileId: signedFileId ?? fileId,
  };
}
