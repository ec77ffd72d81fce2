import type { z } from 'zod';
import { Problem, type FieldError } from '#kernel';
import { documentsProblems } from '../documents.problems.ts';

/** Throws `documents.field-missing` or `documents.field-invalid` with pointers; a refused value is never repeated. */
export function parseLetterData<S extends z.ZodType>(schema: S, data: unknown): z.output<S> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => fieldError(issue, data));
  const missing = errors.some((error) => error.rule === 'missing');
  throw new Problem(missing ? documentsProblems.fieldMissing : documentsProblems.fieldInvalid, { errors });
}

function fieldError(issue: z.core.$ZodIssue, data: unknown): FieldError {
  const pointer = issue.path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  if (isAbsent(issue.path, data) || issue.code === 'too_small')
    return { pointer, rule: 'missing', message: { ru: 'Заполните это поле.', en: 'Fill in this field.' } };
  if (issue.message === 'character') return { pointer, rule: 'character', message: CHARACTER };
  if (issue.code === 'too_big') return { pointer, rule: 'too-long', message: TOO_LONG };
  return { pointer, rule: 'invalid', message: { ru: 'Исправьте это поле.', en: 'Correct this field.' } };
}

const CHARACTER = {
  ru: 'Есть знак, который нельзя напечатать в письме (эмодзи, иероглиф, невидимый знак). Уберите его.',
  en: 'There is a character that a letter cannot print (emoji, ideograph, invisible sign). Remove it.',
};
const TOO_LONG = { ru: 'Слишком длинно. Сократите.', en: 'Too long. Shorten it.' };

function isAbsent(path: readonly PropertyKey[], data: unknown): boolean {
  let value = data;
  for (const step of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return value === undefined || value === null;
}
