import { newId } from '#kernel';
import type { ImportRow } from '../imports.repository.ts';
import type { ImportSettings } from '../imports.contract.ts';

/** What a page is worked on with. */
export interface ImportOrder {
  readonly row: ImportRow;
  readonly settings: ImportSettings;
}

/** The page was prepared on what is no longer true: prepare it again. */
export class StalePage extends Error {
  constructor() {
    super('The page must be prepared again.');
    this.name = 'StalePage';
  }
}

export function schoolYearOf(today: string): string {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  return `${month >= 9 ? year : year - 1}-09-01`;
}

export function subject(given: {
  familyId?: string;
  authorityId?: string;
  number?: number;
  action: 'created' | 'updated' | 'known';
  version: number;
}) {
  const { familyId = null, authorityId = null, number = null, action, version } = given;
  return { id: newId(), familyId, authorityId, number, action, version };
}
