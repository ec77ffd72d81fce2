import { z } from 'zod';
import { type FieldError, localDate } from '#kernel';
import { normaliseEmail, normalisePhone } from '#vault';
import { fault } from '../families.problems.ts';
import type { FamilySeal } from '../family-seal.ts';
import type { RowKeys } from '../family-rows.ts';
import type { Contact, ContactKind } from './contacts.contract.ts';
import type { ContactRow } from './contacts.repository.ts';

/** Seals the value and makes it findable, where its kind has a spelling that can be compared. */
export function contactRow(
  { seal, vault }: RowKeys,
  { value, ...row }: Omit<ContactRow, 'valueSealed' | 'valueIndex'> & { readonly value: string },
): ContactRow {
  const normal = normalised(row.kind, value);
  return {
    ...row,
    valueSealed: seal.contact(row.id, value),
    valueIndex: normal === null ? null : vault.blindIndex(row.kind, normal),
  };
}

export function toContact(
  { id, kind, valueSealed, purpose, quality, qualityOn }: ContactRow,
  seal: FamilySeal,
): Contact {
  const day = qualityOn === null ? null : localDate(qualityOn);
  return { id, kind, value: seal.openContact({ id, valueSealed }), purpose, quality, qualityOn: day };
}

export function contactFaults(kind: ContactKind, value: string): FieldError[] {
  if (kind === 'phone' && normalisePhone(value) === null) return [fault('/value', 'phone-unreadable')];
  if (kind === 'email' && !z.email().max(254).safeParse(value).success) return [fault('/value', 'email-unreadable')];
  return [];
}

function normalised(kind: ContactKind, value: string): string | null {
  if (kind === 'phone') return normalisePhone(value);
  return kind === 'email' ? normaliseEmail(value) : null;
}
