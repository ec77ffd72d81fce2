import { Problem } from '#kernel';
import { documentsProblems } from '../documents.problems.ts';

/** Nothing to print where the wording has a place for something. */
export class EmptyPlaceholder extends Error {
  constructor() {
    super('nothing to print');
  }
}

/**
 * The problem to tell when Liquid stopped at an empty placeholder: which field it asks for, with a pointer into the
 * letter's data. Null for any other error.
 */
export function placeholderProblem(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('originalError' in error)) return null;
  if (!(error.originalError instanceof EmptyPlaceholder)) return null;
  const written = 'token' in error ? tokenText(error.token) : '';
  const path = /[a-z_]\w*(?:\.\w+)*/iu.exec(written)?.[0] ?? 'letter';
  const pointer = `/${path.replace(/^letter\.?/u, '').replaceAll('.', '/')}`;
  return new Problem(documentsProblems.placeholderEmpty, { pointer, parameters: { placeholder: path } });
}

function tokenText(token: unknown): string {
  if (typeof token !== 'object' || token === null || !('getText' in token)) return '';
  return typeof token.getText === 'function' ? String((token.getText as () => unknown)()) : '';
}
