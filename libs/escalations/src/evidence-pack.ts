import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { LocalDate } from '#kernel';

/** One document of the pack, in the order in which the complaint names it. */
export interface EvidenceFile {
  /** As the list of attachments calls it, in Russian. */
  readonly title: string;
  readonly fileName: string;
  readonly date: LocalDate;
  readonly content: Uint8Array;
}

/** Lower-case hex. */
export function sha256Of(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Zips the files, dated `packedOn` at UTC midnight: the same files give the same bytes. */
export async function zipEvidence(files: readonly EvidenceFile[], packedOn: LocalDate): Promise<Buffer> {
  const zip = new ZipFile();
  const mtime = new Date(`${packedOn}T00:00:00Z`);
  for (const { fileName, content } of files) {
    zip.addBuffer(Buffer.from(content), fileName, { mtime, mode: 0o100644, forceDosTimestamp: true });
  }
  zip.end();
  return buffer(zip.outputStream);
}
