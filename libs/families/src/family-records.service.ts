import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { newId } from '#kernel';
import { Vault } from '#vault';
import type { CreatedFamily } from './families.contract.ts';
import { fault, refuseFaults } from './families.problems.ts';
import { FamiliesRepository } from './families.repository.ts';
import type { CreateFamily } from './family-changes.contract.ts';
import { FamilyChecks, type Placed } from './family-checks.service.ts';
import { FamilyDuplicates } from './family-duplicates.service.ts';
import { FamilyPartsRepository } from './family-parts.repository.ts';
import { childRow, enrolmentRow, genderOf, guardianRow, risingIds, splitChild, splitGuardian } from './family-rows.ts';
import { FamilySeal } from './family-seal.ts';
import { RememberedForms } from './names/remembered-forms.ts';
import { FamilySearchIndex } from './search/family-search-index.service.ts';

const NOT_REVOKED = { revokedOn: null, revocationFileId: null } as const;

/** Records a family: all of its parts or nothing. */
@Injectable()
export class FamilyRecords {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly checks: FamilyChecks,
    private readonly duplicates: FamilyDuplicates,
    private readonly remembered: RememberedForms,
    private readonly families: FamiliesRepository,
    private readonly parts: FamilyPartsRepository,
    private readonly search: FamilySearchIndex,
  ) {}

  /** @throws Problem validation with a pointer for every fault. */
  async create(by: Principal, body: CreateFamily): Promise<CreatedFamily> {
    refuseFaults([
      ...body.consents.flatMap(({ childIndex }, index) =>
        childIndex < body.children.length ? [] : [fault(`/consents/${index}/childIndex`, 'index-outside')],
      ),
      ...(body.mandate === null || body.mandate.guardianIndex < body.guardians.length
        ? []
        : [fault('/mandate/guardianIndex', 'index-outside')]),
    ]);
    return this.db.transaction(async () => {
      await this.checks.refuse(
        {
          guardians: placed('/guardians', body.guardians),
          children: placed('/children', body.children),
          consents: placed('/consents', body.consents),
          mandates: body.mandate === null ? [] : [{ at: '/mandate', part: body.mandate }],
        },
        null,
      );
      return this.insert(by, body);
    });
  }

  private async insert(by: Principal, given: CreateFamily): Promise<CreatedFamily> {
    const id = newId();
    const body = await this.withForms(given);
    const seal = new FamilySeal(await this.vault.keyring([{ kind: 'family', familyId: id }]), id);
    const rows = this.rowsOf(id, seal, body);
    const birthDates = body.children.map(({ birthDate }) => birthDate);
    const warnings = await this.duplicates.find(rows.guardians, rows.children, birthDates);
    const number = await this.families.nextNumber();
    const initialsSealed = seal.initials(firstOf(body.guardians).name);
    await this.families.insert({
      ...{ id, number, initialsSealed },
      dataSource: body.dataSource,
      createdBy: by.personId,
    });
    await this.parts.insert(rows);
    await this.search.put([{ familyId: id, people: [...body.guardians, ...body.children] }]);
    this.audit.record({
      action: 'families.create',
      by,
      subject: { type: 'family', id },
      familyId: id,
      details: {
        ...{ number, dataSource: body.dataSource, warnings: warnings.length },
        guardians: rows.guardians.length,
        children: rows.children.length,
        consents: rows.consents.length,
        mandates: rows.mandates.length,
      },
    });
    return {
      ...{ id, number, version: 1, warnings },
      guardians: rows.guardians.map((row) => ({ id: row.id })),
      children: rows.children.map((row) => ({
        id: row.id,
        enrolmentId: rows.enrolments.find(({ childId }) => childId === row.id)?.id ?? null,
      })),
      consents: rows.consents.map((row) => ({ id: row.id })),
      mandate: rows.mandates[0] === undefined ? null : { id: rows.mandates[0].id },
    };
  }

  private async withForms(body: CreateFamily): Promise<CreateFamily> {
    const people = [...body.guardians, ...body.children];
    const forms = await this.remembered.fill(people.map((person) => ({ ...person, gender: genderOf(person) })));
    const children = forms.slice(body.guardians.length);
    return {
      ...body,
      guardians: body.guardians.map((person, index) => ({ ...person, caseForms: forms[index] ?? null })),
      children: body.children.map((person, index) => ({ ...person, caseForms: children[index] ?? null })),
    };
  }

  private rowsOf(familyId: string, seal: FamilySeal, body: CreateFamily) {
    const guardianIds = risingIds(body.guardians.length);
    const childIds = risingIds(body.children.length);
    const consentIds = risingIds(body.consents.length);
    const children = body.children.map(splitChild);
    return {
      guardians: body.guardians.map(splitGuardian).map(({ columns, personal }, index) => {
        return guardianRow(
          { seal, vault: this.vault },
          { id: nth(guardianIds, index), familyId, ...columns },
          personal,
        );
      }),
      children: children.map(({ columns, personal }, index) =>
        childRow({ seal, vault: this.vault }, { id: nth(childIds, index), familyId, ...columns }, personal),
      ),
      enrolments: children.flatMap(({ enrolment }, index) =>
        enrolment === null ? [] : [enrolmentRow(familyId, nth(childIds, index), enrolment)],
      ),
      consents: body.consents.map(({ childIndex, ...consent }, index) => ({
        ...{ id: nth(consentIds, index), familyId, childId: nth(childIds, childIndex), fileId: null },
        ...{ withdrawnOn: null, withdrawnByRequestId: null },
        ...consent,
      })),
      mandates: [body.mandate].flatMap((mandate) => {
        if (mandate === null) return [];
        const { guardianIndex, ...columns } = mandate;
        return [{ id: newId(), familyId, guardianId: nth(guardianIds, guardianIndex), ...NOT_REVOKED, ...columns }];
      }),
    };
  }
}

function placed<T>(at: string, parts: readonly T[]): Placed<T>[] {
  return parts.map((part, index) => ({ at: `${at}/${index}`, part }));
}

function nth(ids: readonly string[], index: number): string {
  const id = ids[index];
  if (id === undefined) throw new RangeError(`There is no part ${index}.`);
  return id;
}

function firstOf<T>(parts: readonly T[]): T {
  const [first] = parts;
  if (first === undefined) throw new RangeError('The contract lets no empty list in.');
  return first;
}
