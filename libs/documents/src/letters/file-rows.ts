import { formatRussianDay, type LocalDate } from '#kernel';
import { formatBytes } from './format-bytes.ts';
import { breakLongWords, typeset } from './typography.ts';

export interface ListedFile {
  readonly title: string;
  readonly fileName: string;
  readonly date: LocalDate;
  readonly bytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** The rows of a table of files as they are typeset: number, title, name, day, size, SHA-256. */
export function fileRows(files: readonly ListedFile[]): string[][] {
  return files.map((file, index) => [
    String(index + 1),
    typeset(file.title),
    breakLongWords(file.fileName),
    formatRussianDay(file.date),
    formatBytes(file.bytes),
    file.sha256,
  ]);
}
