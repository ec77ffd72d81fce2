import { getGender } from 'lvovich';
import { Problem } from '#kernel';
import { documentsProblems } from '../documents.problems.ts';
import type { FullName, Gender } from './full-name.ts';

/** A guess from given name and surname, to be confirmed by a person; `documents.gender-unknown` when there is none. */
export function guessGender(name: FullName): Gender {
  const guess = getGender({ first: name.givenName.trim(), last: name.surname.trim() });
  if (guess === 'male' || guess === 'female') return guess;
  throw new Problem(documentsProblems.genderUnknown, { pointer: '/gender' });
}
