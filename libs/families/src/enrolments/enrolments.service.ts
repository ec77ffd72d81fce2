import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { addDays, localDate, notFound } from '#kernel';
import { Organisations } from '#organisations';
import type { ChildEntity } from '../child.entity.ts';
import { fault, refuseFaults } from '../families.problems.ts';
import { FamilyChecks } from '../family-checks.service.ts';
import { FamilyEdits } from '../family-edits.ts';
import { FamilyPartsRepository, type NewEnrolment } from '../family-parts.repository.ts';
import { enrolmentRow } from '../family-rows.ts';
import type { FamilySeal } from '../family-seal.ts';
import { toEnrolment } from './enrolment-answer.ts';
import type { ChangeEnrolment, Enrol } from './enrolments.contract.ts';

/** Where a child goes to school and went before. Two enrolments of a child never share a day. */
@Injectable()
export class Enrolments {
  constructor(
    private readonly organisations: Organisations,
    private readonly edits: FamilyEdits,
    private readonly checks: FamilyChecks,
    private readonly parts: FamilyPartsRepository,
  ) {}

  /** @throws Problem not-found for family and child, validation with pointers. */
  async enrol(by: Principal, familyId: string, childId: string, body: Enrol) {
    const subject = { type: 'child', id: childId };
    const details = { authority: body.authorityId, from: body.from };
    const edit = { familyId, version: null, action: 'families.enrol', subject, details };
    return this.edits.edit(by, edit, async (seal) => {
      const child = await this.child(familyId, childId);
      await this.checks.refuse({ enrolments: [{ at: '', part: body }] }, familyId);
      refuseFaults(daysFaults(body.from, body.to, child, seal));
      const { row, endedId } = await this.place(familyId, childId, body, '');
      return { ...toEnrolment(row, await this.organisations.today()), endedId };
    });
  }

  /** @throws Problem not-found, http.version-mismatch, validation with pointers. */
  async change(by: Principal, familyId: string, version: number, id: string, change: ChangeEnrolment) {
    const edit = { familyId, version, action: 'families.change-enrolment', subject: { type: 'enrolment', id } };
    return this.edits.edit(by, edit, async (seal) => {
      const before = await this.parts.getEnrolment(familyId, id);
      const { classLabel = before.classLabel, from = before.fromDay, to = before.toDay } = change;
      const row = { ...before, classLabel, fromDay: from, toDay: to };
      refuseFaults(daysFaults(from, to, await this.child(familyId, before.childId), seal));
      refuseOverlap(row, await this.parts.findEnrolments(familyId, before.childId), change.from ? '/from' : '/to');
      await this.parts.updateEnrolment(row);
      return { ...toEnrolment(row, await this.organisations.today()), endedId: null };
    });
  }

  /** Joins the caller's transaction, in which the family's row is locked. @throws Problem validation at `${at}/from`. */
  async place(
    familyId: string,
    childId: string,
    { to = null, endsFormer = true, ...enrolment }: Pick<Enrol, 'authorityId' | 'classLabel' | 'from'> & Partial<Enrol>,
    at: string,
  ): Promise<{ row: NewEnrolment; endedId: string | null }> {
    const row = { ...enrolmentRow(familyId, childId, enrolment), toDay: to };
    const others = await this.parts.findEnrolments(familyId, childId);
    const former = endsFormer
      ? others.find(({ fromDay, toDay }) => toDay === null && fromDay < enrolment.from)
      : undefined;
    const ended = addDays(localDate(enrolment.from), -1);
    const left = others.map((other) => (other.id === former?.id ? { ...other, toDay: ended } : other));
    refuseOverlap(row, left, `${at}/from`);
    if (former !== undefined) await this.parts.updateEnrolment({ ...former, toDay: ended });
    await this.parts.insert({ enrolments: [row] });
    return { row, endedId: former?.id ?? null };
  }

  private async child(familyId: string, childId: string): Promise<ChildEntity> {
    const child = (await this.parts.findChildren([familyId])).find(({ id }) => id === childId);
    if (child === undefined) throw notFound();
    return child;
  }
}

function daysFaults(from: string, to: string | null, child: ChildEntity, seal: FamilySeal) {
  return [
    ...(from < seal.openChild(child).birthDate ? [fault('/from', 'before-birth')] : []),
    ...(to !== null && to < from ? [fault('/to', 'ends-before-start')] : []),
  ];
}

type Stay = Pick<NewEnrolment, 'id' | 'fromDay' | 'toDay'>;

function refuseOverlap(row: Stay, others: readonly Stay[], pointer: string): void {
  const last = (stay: Stay) => stay.toDay ?? '9999-12-31';
  const overlap = others.some(
    (other) => other.id !== row.id && other.fromDay <= last(row) && row.fromDay <= last(other),
  );
  if (overlap) refuseFaults([fault(pointer, 'enrolments-overlap')]);
}
