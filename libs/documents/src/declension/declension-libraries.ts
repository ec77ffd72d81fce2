import { incline } from 'lvovich';
import petrovich from 'petrovich';
import type { Gender } from './full-name.ts';

/** An absent patronymic is the empty string. */
export interface NameParts {
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string;
}

export function petrovichForms(parts: NameParts, gender: Gender, grammaticalCase: 'genitive' | 'dative'): NameParts {
  return read(petrovich({ ...written(parts), gender }, grammaticalCase), parts);
}

export function lvovichForms(parts: NameParts, gender: Gender, grammaticalCase: 'genitive' | 'dative'): NameParts {
  return read(incline({ ...written(parts), gender }, grammaticalCase), parts);
}

function written(parts: NameParts): { last: string; first: string; middle?: string } {
  const { surname: last, givenName: first, patronymic: middle } = parts;
  return middle === '' ? { last, first } : { last, first, middle };
}

type Answer = Partial<Record<'last' | 'first' | 'middle', string | null | undefined>>;

function read(answer: Answer, parts: NameParts): NameParts {
  return {
    surname: answer.last ?? parts.surname,
    givenName: answer.first ?? parts.givenName,
    patronymic: parts.patronymic === '' ? '' : (answer.middle ?? parts.patronymic),
  };
}
