import type { Authority } from '#schools';
import { schoolFields, type SchoolField } from '../fields/school-fields.ts';

export const schoolColumns = schoolFields;

export function schoolRecord(school: Authority): Readonly<Record<SchoolField, string>> {
  return {
    'school.id': school.id,
    'school.fullName': school.fullName,
    'school.shortName': school.shortName,
    'school.inn': school.inn ?? '',
    'school.kpp': school.kpp ?? '',
    'school.ogrn': school.ogrn ?? '',
    'school.address': school.postalAddress,
    'school.region': school.regionCode,
    'school.municipality': school.municipality ?? '',
    'school.headPosition': school.head?.position ?? '',
    'school.headName': school.head?.fullName ?? '',
    'school.emails': school.emails.map(({ address }) => address).join(', '),
  };
}
