import { newId } from '#kernel';
import type { FamilyToSeal, SealedFamily } from '#vault';
import { enrolmentRow, holdsNumbers, risingIds, splitChild, splitGuardian } from '../family-rows.ts';
import { initialsOf } from '../family-seal.ts';
import { searchTexts } from '../search/family-search-index.service.ts';
import type { NewFamilyRows } from './family-intake.repository.ts';
import type { KeyedFamily } from './recognition-keys.ts';

/** A new family with its ids and keys, before its boxes are sealed. */
export interface DraftFamily extends KeyedFamily {
  readonly familyId: string;
  readonly guardianIds: readonly string[];
  readonly childIds: readonly string[];
}

export function draftFamily(family: KeyedFamily): DraftFamily {
  return {
    ...family,
    familyId: newId(),
    guardianIds: risingIds(family.given.guardians.length),
    childIds: risingIds(family.given.children.length),
  };
}

/** What the threads do: boxes as the one-by-one path seals them, tokens as its search index stores them. */
export function toSeal({ familyId, given, guardianIds, childIds }: DraftFamily): FamilyToSeal {
  const person = (table: string, row: string, personal: object) => ({
    place: { table, column: 'personal_sealed', row },
    text: JSON.stringify(personal),
  });
  const initials = { table: 'families', column: 'initials_sealed', row: familyId };
  const people = [...given.guardians, ...given.children];
  return {
    familyId,
    boxes: [
      ...given.guardians.slice(0, 1).map(({ name }) => ({ place: initials, text: initialsOf(name) })),
      ...given.guardians.map((guardian, at) =>
        person('guardians', nth(guardianIds, at), splitGuardian(guardian).personal),
      ),
      ...given.children.map((child, at) => person('children', nth(childIds, at), splitChild(child).personal)),
    ],
    indexes: [
      ...people.flatMap(({ name, caseForms }, at) => {
        const gender = people[at]?.gender ?? '';
        const words = [gender, name.surname, name.givenName, name.patronymic ?? ''];
        return caseForms === null ? [] : [{ purpose: 'case-forms', value: words.join('\n') }];
      }),
      ...searchTexts(people).map((value) => ({ purpose: 'name-token', value })),
    ],
  };
}

/** The rows of one drafted family from what the threads sealed. */
export function rowsOfDraft(
  { familyId, given, keys, guardianIds, childIds }: DraftFamily,
  sealed: SealedFamily,
  { number, createdBy }: { readonly number: number; readonly createdBy: string },
): NewFamilyRows {
  const boxes = sealed.boxes.values();
  const indexes = sealed.indexes.values();
  const box = () => taken(boxes.next().value);
  const formsIndex = (isGiven: boolean) => (isGiven ? taken(indexes.next().value) : null);
  const { mandate } = given;
  return {
    families: [{ id: familyId, number, initialsSealed: box(), dataSource: given.dataSource, createdBy }],
    guardians: given.guardians.map((guardian, at) => ({
      ...{ id: nth(guardianIds, at), familyId, personalSealed: box() },
      ...splitGuardian(guardian).columns,
      phoneIndex: keys.phones[at] ?? null,
      emailIndex: keys.emails[at] ?? null,
      documentIndex: keys.documents[at] ?? null,
      formsIndex: formsIndex(guardian.caseForms !== null),
      holdsNumbers: holdsNumbers(guardian),
      numbersAnnouncedAt: null,
    })),
    children: given.children.map((child, at) => ({
      ...{ id: nth(childIds, at), familyId, personalSealed: box() },
      ...splitChild(child).columns,
      birthMonth: `${child.birthDate.slice(0, 7)}-01`,
      personIndex: keys.children[at] ?? null,
      formsIndex: formsIndex(child.caseForms !== null),
    })),
    enrolments: given.children.flatMap(({ enrolment }, at) =>
      enrolment === null ? [] : [enrolmentRow(familyId, nth(childIds, at), enrolment)],
    ),
    mandates:
      mandate === null
        ? []
        : [
            {
              ...{ id: newId(), familyId, guardianId: nth(guardianIds, mandate.guardianIndex) },
              ...{ scope: mandate.scope, signedOn: mandate.signedOn, expiresOn: mandate.expiresOn },
              ...{ revokedOn: null, fileId: null, revocationFileId: null },
            },
          ],
    // What is left of the indexes, in their order.
    tokens: [...indexes].map((index) => ({ familyId, token: index.readBigInt64BE(0).toString() })),
  };
}

function nth(ids: readonly string[], index: number): string {
  const id = ids[index];
  if (id === undefined) throw new RangeError(`There is no part ${index}.`);
  return id;
}

function taken(box: Buffer | undefined): Buffer {
  if (box === undefined) throw new Error('The threads sealed less than they were given.');
  return box;
}
