import type { z } from 'zod';
import { formatRussianDay } from '#kernel';
import type { guardianSchema, letterChildren } from './parties.schema.ts';

type Guardian = z.output<typeof guardianSchema>;
type Child = z.output<typeof letterChildren>[number];

/**
 * How a letter speaks of the applicant's children; every wording may use these. `children_short` and `children_full`
 * stand in the genitive («несовершеннолетнего Иванова Петра Сергеевича, …»), `of_children` is «моего ребёнка».
 */
export interface FamilyWords {
  readonly parental: boolean;
  readonly of_children: string;
  readonly in_interest: string;
  readonly children_short: string;
  readonly children_full: string;
}

export function familyWords(guardian: Guardian, children: readonly Child[]): FamilyWords {
  const [only, ...others] = children;
  const one = others.length === 0 ? only : undefined;
  const parental = guardian.relation === 'parent' || guardian.relation === 'adopter';
  const named = (born: boolean) => children.map((child) => phrase(child, one !== undefined, born)).join('; ');
  const opening = one === undefined ? 'несовершеннолетних детей: ' : '';
  return {
    parental,
    of_children:
      one === undefined ? `моих ${parental ? 'детей' : 'подопечных'}` : `моего ${parental ? 'ребёнка' : 'подопечного'}`,
    in_interest: one === undefined ? 'их' : one.name.gender === 'female' ? 'её' : 'его',
    children_short: opening + named(false),
    children_full: opening + named(true),
  };
}

function phrase({ name, birthDate, className }: Child, alone: boolean, born: boolean): string {
  const female = name.gender === 'female';
  const minor = alone ? `${female ? 'несовершеннолетней' : 'несовершеннолетнего'} ` : '';
  const birth = born ? `, ${formatRussianDay(birthDate)} г. р.` : '';
  const pupil = className === null ? '' : `, ${female ? 'обучающейся' : 'обучающегося'} ${className} класса`;
  return `${minor}${name.genitive}${birth}${pupil}`;
}
