import { localDate, type LocalDate } from '#kernel';
import type { EnrolmentEntity } from '../enrolment.entity.ts';
import type { Enrolment } from './enrolments.contract.ts';
import { schoolYears } from './school-years.ts';

export function toEnrolment(row: EnrolmentEntity, today: LocalDate): Enrolment {
  const { id, authorityId, classLabel } = row;
  const from = localDate(row.fromDay);
  const to = row.toDay === null ? null : localDate(row.toDay);
  return { id, authorityId, classLabel, from, to, schoolYears: schoolYears(from, to, today) };
}
