/** What the QR code of a page of a kept letter says. */
export interface PageMark {
  readonly caseNumber: string;
  /** From 1. */
  readonly page: number;
  readonly token: string;
}

const MARK = /^OTZYV:([^:]{1,40}):([1-9]\d{0,3}):([\w-]{22})$/u;

/** Null for a code that is not ours, and for one of a draft that was never kept. */
export function readPageMark(text: string): PageMark | null {
  const [, caseNumber, page, token] = MARK.exec(text) ?? [];
  if (caseNumber === undefined || token === undefined) return null;
  return { caseNumber, page: Number(page), token };
}
