import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Database } from '#database';
import { type PageMark, ScanReader } from '#documents';
import { Files } from '#files';
import type { IncomingFile } from '#http';
import type { LetterEntity } from '../letter.entity.ts';
import { LettersRepository } from '../letters.repository.ts';
import { Letters } from '../letters.service.ts';
import { hashPageToken } from '../page-token.ts';
import type { Assignment, ScanBatch } from './scan-batches.contract.ts';
import { type PlacedPage, type SortedLetter, sortScan } from './sort-scan.ts';

/**
 * One PDF with the scans of many signed letters: each letter that is whole is cut out and signed with its own pages.
 * Nothing is kept of what belongs to no letter, or to one that is not whole.
 */
@Injectable()
export class ScanBatches {
  constructor(
    private readonly db: Database,
    private readonly files: Files,
    private readonly letters: Letters,
    private readonly rows: LettersRepository,
  ) {}

  /** @throws Problem documents.scan-unreadable, documents.scan-too-long, not-found for an assignment to no letter. */
  async take(by: Principal, upload: IncomingFile, assigned: readonly Assignment[]): Promise<ScanBatch> {
    const content = new Uint8Array(await buffer(upload.content));
    const reader = new ScanReader(content);
    try {
      const marks = await reader.marks();
      const { placed, known } = await this.db.transaction(() => this.place(marks, assigned));
      const sorted = sortScan(placed, new Map([...known.values()].map(({ id, pages }) => [id, pages])));
      const letters: ScanBatch['letters'] = [];
      for (const one of sorted) letters.push(await this.sign(by, reader, one, known.get(one.letterId)));
      const unmatchedPages = marks
        .map((_mark, index) => index + 1)
        .filter((number) => !placed.some(({ scanPage }) => scanPage === number));
      return { letters, unmatchedPages };
    } finally {
      await reader.close();
    }
  }

  /** A person's word goes before the code. Letters that the person may not see are not found, as if they were not there. */
  private async place(marks: readonly (PageMark | null)[], assigned: readonly Assignment[]) {
    const hashes = [...new Set(marks.flatMap((mark) => mark?.token ?? []))].map(hashPageToken);
    const known = new Map<string, LetterEntity>();
    for (const letter of await this.rows.findByPageTokens(hashes)) known.set(letter.id, letter);
    for (const { letterId } of assigned) known.set(letterId, await this.rows.get(letterId));
    const placed: PlacedPage[] = [];
    marks.forEach((mark, index) => {
      const scanPage = index + 1;
      const said = assigned.find((one) => one.scanPage === scanPage);
      if (said !== undefined) placed.push(said);
      else if (mark !== null) {
        const hash = hashPageToken(mark.token);
        const letter = [...known.values()].find(({ pageTokenHash }) => pageTokenHash?.equals(hash));
        if (letter !== undefined) placed.push({ scanPage, letterId: letter.id, page: mark.page });
      }
    });
    return { placed, known };
  }

  private async sign(
    by: Principal,
    reader: ScanReader,
    { letterId, state, missingPages, scanPages }: SortedLetter,
    letter: LetterEntity | undefined,
  ): Promise<ScanBatch['letters'][number]> {
    const unsigned = { letterId, missingPages: [...missingPages], fileId: null };
    if (letter === undefined || letter.frozenAt !== null) return { ...unsigned, outcome: 'frozen' };
    if (state !== 'complete') return { ...unsigned, outcome: state };
    const [content] = await reader.cut([scanPages.map((number) => number - 1)]);
    if (content === undefined) throw new Error('The reader cut nothing.');
    const { familyId } = letter;
    const file = await this.files.prepare({ familyId, purpose: 'signed-letter', name: 'Скан письма.pdf', content, by });
    await this.db.transaction(async () => {
      const { id: fileId } = await this.files.attach(file);
      await this.letters.sign(by, letterId, { fileId, how: 'scan' });
    });
    return { letterId, outcome: 'signed', missingPages: [], fileId: file.id };
  }
}
