import type { FieldError, Localised } from '#kernel';
import { pointerTo } from './field-errors.ts';

const DEEPEST = 32;
const CHARACTERS: Localised = {
  ru: 'Текст содержит недопустимые знаки (нулевой байт или половину суррогатной пары).',
  en: 'The text holds forbidden characters (a null byte or half of a surrogate pair).',
};
const DEPTH: Localised = {
  ru: `Вложенность больше ${DEEPEST} уровней.`,
  en: `The value is nested deeper than ${DEEPEST} levels.`,
};

/**
 * What no contract states for each string: PostgreSQL stores neither NUL nor lone surrogates, and a deep value would
 * exhaust the stack of whoever walks it by recursion. Hence this walk has a list of its own.
 */
export function hygieneErrors(value: unknown, place: 'body' | 'query'): FieldError[] {
  const pending: { value: unknown; path: PropertyKey[] }[] = [{ value, path: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value: inside, path } = next;
    if (typeof inside === 'string') {
      if (!isStorable(inside)) return [{ pointer: pointerTo(path, place), rule: 'characters', message: CHARACTERS }];
    } else if (typeof inside === 'object' && inside !== null) {
      if (path.length >= DEEPEST) {
        return [{ pointer: pointerTo(path.slice(0, 1), place), rule: 'too-deep', message: DEPTH }];
      }
      for (const [key, item] of Object.entries(inside)) {
        if (!isStorable(key)) return [{ pointer: pointerTo(path, place), rule: 'characters', message: CHARACTERS }];
        pending.push({ value: item, path: [...path, key] });
      }
    }
  }
  return [];
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
