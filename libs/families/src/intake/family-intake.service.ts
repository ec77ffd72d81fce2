import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import type { Actor } from '#kernel';
import { type SealedNewFamilies, type SealingThreads, Vault } from '#vault';
import { FamilySeal } from '../family-seal.ts';
import { FamilyIntakeRepository, type NewFamilyRows } from './family-intake.repository.ts';
import type { IntakeFamily, KnownFamily, Recognition } from './intake-family.ts';
import { type DraftFamily, draftFamily, rowsOfDraft, toSeal } from './new-family-rows.ts';
import { keyed, type KeyedFamily } from './recognition-keys.ts';
import { compareFamily, isSameFamily, openFamily } from './recognise-family.ts';

/** Drafts with their boxes sealed, ready to be inserted. */
export interface SealedDrafts {
  readonly drafts: readonly DraftFamily[];
  readonly sealed: SealedNewFamilies;
}

/**
 * Takes in many families at once: says which the branch knows already, seals the new ones in threads and inserts them in
 * few statements, with the same rows and log entries as one by one.
 */
@Injectable()
export class FamilyIntake {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly intake: FamilyIntakeRepository,
  ) {}

  /** With the keys by which they are recognised; costs some hashes for each person. */
  withKeys(families: readonly IntakeFamily[]): KeyedFamily[] {
    return families.map((given) => keyed(this.vault, given));
  }

  /** In the order given. What the caller may not see counts as not known; a job sees the whole branch. */
  async recognise(families: readonly KeyedFamily[]): Promise<Recognition[]> {
    return this.db.transaction(async () => {
      const all = (name: keyof KeyedFamily['keys']) =>
        families.flatMap(({ keys }) => keys[name].flatMap((index) => index ?? []));
      const found = await this.intake.findByKeys({
        ...{ phones: all('phones'), emails: all('emails'), documents: all('documents'), children: all('children') },
      });
      const byIndex = new Map<string, Set<string>>();
      for (const { familyId, index } of found) {
        const key = index.toString('base64');
        byIndex.set(key, (byIndex.get(key) ?? new Set()).add(familyId));
      }
      const numbers = families.flatMap(({ given: { number } }) => number ?? []);
      const known = await this.intake.findFamilies([...new Set(found.map(({ familyId }) => familyId))], numbers);
      const keyring = await this.vault.keyring(known.map(({ family }) => ({ kind: 'family', familyId: family.id })));
      const opened = known.map((parts) => ({
        parts,
        people: openFamily(parts, new FamilySeal(keyring, parts.family.id)),
      }));
      const byId = new Map(opened.map((one) => [one.parts.family.id, one]));
      const byNumber = new Map(opened.map((one) => [one.parts.family.number, one]));
      return families.map(({ given, keys }): Recognition => {
        const indexes = [...keys.phones, ...keys.emails, ...keys.documents, ...keys.children];
        const ids = new Set(indexes.flatMap((index) => [...(byIndex.get(index?.toString('base64') ?? '') ?? [])]));
        const candidates = [...ids].flatMap((id) => byId.get(id) ?? []);
        const numbered = given.number === null ? undefined : byNumber.get(given.number);
        if (numbered !== undefined && !candidates.includes(numbered)) candidates.push(numbered);
        const same = candidates.filter(({ people }) => isSameFamily(given, people));
        const [first, second] = same;
        if (first === undefined) return refusalOfNew(given);
        if (second !== undefined) return { kind: 'refused', reasons: ['several-families'] };
        const { id: familyId, number, version, status } = first.parts.family;
        const { additions, reasons } = compareFamily(given, first.people);
        const closed = status === 'open' ? [] : (['family-closed'] as const);
        return { kind: 'known', familyId, number, version, additions, reasons: [...reasons, ...closed] };
      });
    });
  }

  /** Outside any transaction: the threads take their time. @throws Error inside one. */
  async seal(families: readonly KeyedFamily[], threads?: SealingThreads): Promise<SealedDrafts> {
    if (this.db.isOpen) throw new Error('Many families may not be sealed while a transaction waits for them.');
    const drafts = families.map(draftFamily);
    return { drafts, sealed: await this.vault.sealNewFamilies(drafts.map(toSeal), threads) };
  }

  /** Another intake waits from here to the commit. Call it first in the transaction that inserts. */
  async takeTurn(): Promise<void> {
    await this.intake.takeTurn();
  }

  /** In the caller's transaction; resolves to the families in the order of the drafts. */
  async insert(
    by: Actor,
    { drafts, sealed }: SealedDrafts,
    { createdBy, details }: { createdBy: string; details: Readonly<Record<string, string>> },
  ): Promise<KnownFamily[]> {
    if (drafts.length === 0) return [];
    await this.vault.keepNewFamilies(sealed);
    const numbers = await this.intake.nextNumbers(drafts.length);
    const each = drafts.map((draft, index) => {
      const [box, number] = [sealed.families[index], numbers[index]];
      if (box === undefined || number === undefined) throw new Error('A drafted family was not sealed.');
      return rowsOfDraft(draft, box, { number, createdBy });
    });
    await this.intake.insert(merged(each));
    return drafts.map(({ familyId, given }, index) => {
      const number = numbers[index] ?? 0;
      this.audit.record({
        action: 'families.create',
        by,
        subject: { type: 'family', id: familyId },
        familyId,
        details: {
          ...{ number, dataSource: given.dataSource, warnings: 0, ...details },
          ...{ guardians: given.guardians.length, children: given.children.length },
          ...{ consents: 0, mandates: given.mandate === null ? 0 : 1 },
        },
      });
      return { familyId, number, version: 1 };
    });
  }
}

/** A child alone, or a guardian alone, makes no family. */
function refusalOfNew({ guardians, children }: IntakeFamily): Recognition {
  if (guardians.length === 0) return { kind: 'refused', reasons: ['guardian-missing'] };
  if (children.length === 0) return { kind: 'refused', reasons: ['child-missing'] };
  return { kind: 'new' };
}

function merged(rows: readonly NewFamilyRows[]): NewFamilyRows {
  return {
    families: rows.flatMap(({ families }) => families),
    guardians: rows.flatMap(({ guardians }) => guardians),
    children: rows.flatMap(({ children }) => children),
    enrolments: rows.flatMap(({ enrolments }) => enrolments),
    mandates: rows.flatMap(({ mandates }) => mandates),
    tokens: rows.flatMap(({ tokens }) => tokens),
  };
}
