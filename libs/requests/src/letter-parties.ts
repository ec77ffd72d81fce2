import { type Declension, decline, type StatementInput } from '#documents';
import type { FamilyForLetter } from '#families';

export interface LetterParties {
  readonly guardian: StatementInput['guardian'];
  readonly children: StatementInput['children'];
  /** Whose case forms a person should look at before the letter is signed. */
  readonly doubtful: readonly ('guardian' | 'child')[];
}

/** The people of a letter with the case forms it needs: confirmed ones as they are, the rest declined. */
export function letterPartiesOf({ guardian, children }: FamilyForLetter): LetterParties {
  const applicant = declined(guardian);
  const pupils = children.map((child) => ({ child, name: declined(child) }));
  return {
    guardian: {
      name: applicant,
      relation: guardian.relation,
      basisDocument: guardian.basisDocument,
      identityDocument: guardian.identityDocument,
      address: guardian.postalAddress,
      phone: guardian.phone,
      email: guardian.email,
    },
    children: pupils.map(({ child, name }) => ({ name, birthDate: child.birthDate, className: child.classLabel })),
    doubtful: [
      ...(applicant.confident ? [] : ['guardian' as const]),
      ...(pupils.every(({ name }) => name.confident) ? [] : ['child' as const]),
    ],
  };
}

function declined({
  name,
  gender,
  caseForms,
}: Pick<FamilyForLetter['guardian'], 'name' | 'gender' | 'caseForms'>): Declension {
  return decline({ ...name, gender }, caseForms);
}
