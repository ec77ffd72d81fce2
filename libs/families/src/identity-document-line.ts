import { formatRussianDay } from '#kernel';
import type { IdentityDocument } from './family-people.contract.ts';

const TITLES: Readonly<Record<IdentityDocument['kind'], readonly [title: string, issued: string]>> = {
  passport: ['паспорт', 'выдан'],
  foreign_passport: ['паспорт иностранного гражданина', 'выдан'],
  residence_permit: ['вид на жительство', 'выдан'],
  temporary_identity_card: ['временное удостоверение личности', 'выдано'],
  refugee_certificate: ['удостоверение беженца', 'выдано'],
};

/** «паспорт 92 04 123456, выдан 01.02.2020 ОВД …», as a letter names it. */
export function identityDocumentLine({ kind, number, issuedOn, issuedBy }: IdentityDocument): string {
  const [title, issued] = TITLES[kind];
  return `${title} ${number}, ${issued} ${formatRussianDay(issuedOn)} ${issuedBy}`;
}
