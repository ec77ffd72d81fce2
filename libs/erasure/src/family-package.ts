import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { ZipFile } from 'yazl';
import { Database } from '#database';
import { Files, type StoredFile } from '#files';
import { Vault } from '#vault';
import { exportPage } from './export-page.ts';
import { FamilyDataRepository } from './family-data.repository.ts';

/** Contents of files that one part holds at most, unless a single file is larger. */
const PART_BYTES = 20 * 1024 * 1024;
/** Of a packed part: the largest file, the rows as JSON and the packing. */
export const MAX_PART_BYTES = 64 * 1024 * 1024;
/** Copies of what is held are not held data. */
const COPIES: readonly string[] = ['family-export', 'branch-export'];

/**
 * All that is held about a family, opened: data as JSON, a page for people, letters, mails and documents as they are, in
 * as many ZIP parts as it takes. `manifest.json` of the first says which file lies in which part, with its SHA-256.
 */
@Injectable()
export class FamilyPackage {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly files: Files,
    private readonly data: FamilyDataRepository,
  ) {}

  /** One part in memory at a time. @throws Error inside a transaction; Problem vault.key-destroyed. */
  async *parts(familyId: string): AsyncGenerator<Buffer> {
    const held = await this.db.transaction(() => this.held(familyId));
    const stored = (await this.files.ofFamily(familyId)).filter(({ purpose }) => !COPIES.includes(purpose));
    const groups = inParts(stored.map((file, index) => ({ ...file, place: placeOf(file, index) })));
    const listed = groups.flatMap((group, index) =>
      group.map(({ place, size, sha256, mediaType }) => ({ place, part: index + 1, size, sha256, mediaType })),
    );
    const manifest = JSON.stringify({ parts: groups.length, files: listed }, null, 2);
    const names = listed.map(({ place }) => place);
    for (const [index, group] of groups.entries()) {
      const zip = new ZipFile();
      if (index === 0) {
        zip.addBuffer(Buffer.from(JSON.stringify(held, null, 2)), 'data.json');
        zip.addBuffer(Buffer.from(exportPage(held, names)), 'index.html');
        zip.addBuffer(Buffer.from(manifest), 'manifest.json');
      }
      for (const { id, place } of group) zip.addBuffer((await this.files.read(id)).content, place);
      zip.end();
      yield await buffer(zip.outputStream);
    }
  }

  /** Rows with what was sealed in them opened. */
  private async held(familyId: string): Promise<Record<string, Record<string, unknown>[]>> {
    const owner = { kind: 'family', familyId } as const;
    const keyring = await this.vault.keyring([owner]);
    const rows = await this.data.rowsOf(familyId);
    for (const { table, column, place, row, box } of await this.data.sealedOf(familyId)) {
      // A reply address is a key to the thread, not something that is held about the family.
      if (column === 'reply_token_sealed') continue;
      const text = keyring.open(owner, { table, column: place, row }, box);
      const target = rows[table]?.find((one) => one['id'] === row || one['family_id'] === row);
      if (target !== undefined) target[column.replace(/_sealed$/, '')] = parsed(text);
    }
    return rows;
  }
}

type Placed = StoredFile & { readonly place: string };

/** In their order; there is a first part even when there is no file. */
export function inParts<F extends { readonly size: number }>(files: readonly F[]): F[][] {
  const parts: F[][] = [[]];
  let bytes = 0;
  for (const file of files) {
    if (bytes > 0 && bytes + file.size > PART_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(file);
    bytes += file.size;
  }
  return parts;
}

function placeOf({ name }: StoredFile, index: number): Placed['place'] {
  return `files/${String(index + 1).padStart(3, '0')}-${name}`;
}

/** Documents were sealed as JSON, single texts as they are. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text; // A single text, not a document.
  }
}
