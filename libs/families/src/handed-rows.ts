import { newId } from '#kernel';
import type { Vault } from '#vault';
import { contactRow } from './contacts/contact-row.ts';
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
    guardians: handed.guardians.map(({ id, personal, ...columns }) =>
      guardianRow(keys, { ...columns, id: nameOf(guardianIds, id), familyId }, personal),
    ),
    children: handed.children.map(({ id, gender, personal }) =>
      childRow(keys, { id: nameOf(childIds, id), familyId, gender }, personal),
    ),
    enrolments: handed.enrolments.map(({ childId, authorityId, classLabel, fromDay, toDay }) => ({
      ...{ id: newId(), familyId, childId: nameOf(childIds, childId) },
      ...{ authorityId, classLabel, fromDay, toDay },
    })),
    consents: handed.consents.map(({ childId, authorityId, systemCode, givenOn, fileId, withdrawnOn }) => ({
      ...{ id: newId(), familyId, childId: nameOf(childIds, childId), fileId: paper(fileId) },
      ...{ authorityId, systemCode, givenOn, withdrawnOn },
      // The request stays with the branch that submitted it.
      withdrawnByRequestId: null,
    })),
    mandates: handed.mandates.map(({ guardianId, fileId, revocationFileId, ...mandate }) => ({
      ...mandate,
      ...{ id: newId(), familyId, guardianId: nameOf(guardianIds, guardianId), fileId: paper(fileId) },
      revocationFileId: paper(revocationFileId),
    })),
    contacts: handed.contacts.map(({ guardianId, ...contact }) =>
      contactRow(keys, { ...contact, id: newId(), familyId, guardianId: nameOf(guardianIds, guardianId) }),
    ),
    processingConsents: handed.processingConsents.map(({ guardianId, fileId, withdrawalFileId, ...consent }) => ({
      ...consent,
      ...{ id: newId(), familyId, guardianId: nameOf(guardianIds, guardianId) },
      ...{ fileId: paper(fileId), withdrawalFileId: paper(withdrawalFileId) },
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
