import { newId } from '#kernel';
import type { Vault } from '#vault';
import { childRow, guardianRow, risingIds } from './family-rows.ts';
import type { FamilySeal } from './family-seal.ts';
import type { HandedFamily } from './handed-family.ts';

/**
 * The rows of the received family: new ids throughout, so that the family may come back one day, sealed and indexed for
 * the entered branch.
 * @param fileIds new ids of the papers by their old ones.
 */
export function handedRows(
  handed: HandedFamily,
  familyId: string,
  fileIds: ReadonlyMap<string, string>,
  keys: { readonly seal: FamilySeal; readonly vault: Vault },
) {
  const guardianIds = renamed(handed.guardians);
  const childIds = renamed(handed.children);
  const paper = (id: string | null) => (id === null ? null : nameOf(fileIds, id));
  return {
    guardians: handed.guardians.map(({ id, relation, gender, personal }) =>
      guardianRow(keys, { id: nameOf(guardianIds, id), familyId, relation, gender }, personal),
    ),
    children: handed.children.map(({ id, gender, personal }) =>
      childRow(keys.seal, { id: nameOf(childIds, id), familyId, gender }, personal),
    ),
    enrolments: handed.enrolments.map(({ childId, authorityId, classLabel, fromDay, toDay }) => ({
      ...{ id: newId(), familyId, childId: nameOf(childIds, childId) },
      ...{ authorityId, classLabel, fromDay, toDay },
    })),
    consents: handed.consents.map(({ childId, authorityId, systemCode, givenOn, fileId }) => ({
      ...{ id: newId(), familyId, childId: nameOf(childIds, childId), fileId: paper(fileId) },
      ...{ authorityId, systemCode, givenOn },
    })),
    mandates: handed.mandates.map(({ guardianId, scope, signedOn, expiresOn, revokedOn, fileId }) => ({
      ...{ id: newId(), familyId, guardianId: nameOf(guardianIds, guardianId), fileId: paper(fileId) },
      ...{ scope, signedOn, expiresOn, revokedOn },
    })),
  };
}

/** In the same order: parts are listed by the time of their making and their id. */
function renamed(parts: readonly { readonly id: string }[]): Map<string, string> {
  const ids = risingIds(parts.length);
  return new Map(parts.map(({ id }, index) => [id, ids[index] ?? newId()]));
}

function nameOf(ids: ReadonlyMap<string, string>, old: string): string {
  const id = ids.get(old);
  if (id === undefined) throw new Error('A part of the family refers to what was not copied.');
  return id;
}
