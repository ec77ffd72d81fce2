import { z } from 'zod';
import type { FieldError, Localised } from '#kernel';

type Issue = z.core.$ZodIssue;

const IN_RUSSIAN = z.locales.ru().localeError;
const IN_ENGLISH = z.locales.en().localeError;

/** Texts of the rules that the kernel's own schemas name; a feature gives its texts with `rule(...)`. */
const KNOWN_RULES: Readonly<Record<string, Localised>> = {
  'not-a-day': { ru: 'Нужен календарный день в виде ГГГГ-ММ-ДД.', en: 'Must be a calendar day, YYYY-MM-DD.' },
};

const RULES: Readonly<Partial<Record<Issue['code'], string>>> = {
  invalid_type: 'type',
  too_small: 'too-small',
  too_big: 'too-big',
  invalid_format: 'format',
  not_multiple_of: 'multiple-of',
  unrecognized_keys: 'unknown-field',
  invalid_union: 'no-variant-fits',
  invalid_key: 'key',
  invalid_element: 'element',
  invalid_value: 'not-allowed',
};

/**
 * The errors of a value under its contract, each with where, which rule, and what to do in both languages. `in: 'query'`
 * points at `?name`, `in: 'body'` at an RFC 6901 pointer. Empty when the value fits.
 */
export function fieldErrors(schema: z.ZodType, value: unknown, place: 'body' | 'query'): FieldError[] {
  const russian = schema.safeParse(value, { error: IN_RUSSIAN }).error?.issues ?? [];
  const english = schema.safeParse(value, { error: IN_ENGLISH }).error?.issues ?? [];
  return russian.flatMap((issue, index) =>
    keysOf(issue).map((path) => ({
      pointer: pointerTo(path, place),
      rule: ruleOf(issue, value),
      message: textOf(issue, english[index]?.message ?? issue.message),
    })),
  );
}

export function pointerTo(path: readonly PropertyKey[], place: 'body' | 'query'): string {
  if (place === 'query') return `?${String(path[0] ?? '')}`;
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** One error for each unknown field, at the field itself rather than at the object around it. */
function keysOf(issue: Issue): readonly PropertyKey[][] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

function ruleOf(issue: Issue, value: unknown): string {
  if (issue.code === 'custom') return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(issue.message) ? issue.message : 'custom';
  const missing = issue.code === 'invalid_type' && at(value, issue.path) === undefined;
  return missing ? 'required' : (RULES[issue.code] ?? issue.code);
}

function textOf(issue: Issue, english: string): Localised {
  if (issue.code === 'custom') {
    const { ru, en } = issue.params ?? {};
    if (typeof ru === 'string' && typeof en === 'string') return { ru, en };
    const known = KNOWN_RULES[issue.message];
    if (known !== undefined) return known;
  }
  return { ru: issue.message, en: english };
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, step) =>
      typeof inside === 'object' && inside !== null ? (inside as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  );
}
