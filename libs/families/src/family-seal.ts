import { z } from 'zod';
import { localDateSchema } from '#kernel';
import type { Keyring } from '#vault';
import { identityDocumentKindSchema, type PersonName } from './family-people.contract.ts';

// Laxer than the contract on purpose: what an older contract let in must stay readable.
const name = z.object({ surname: z.string(), givenName: z.string(), patronymic: z.string().nullable() });
const caseForms = z.object({ genitive: z.string().nullable(), dative: z.string().nullable() }).nullable();

/** What lies sealed in a guardian's row. */
const guardianPersonalSchema = z.object({
  name,
  phone: z.string().nullable(),
  email: z.string().nullable(),
  postalAddress: z.string(),
  basisDocument: z.string().nullable(),
  identityDocument: z
    .object({ kind: identityDocumentKindSchema, number: z.string(), issuedOn: localDateSchema, issuedBy: z.string() })
    .nullable(),
  caseForms,
});
export type GuardianPersonal = z.output<typeof guardianPersonalSchema>;

/** What lies sealed in a child's row. */
const childPersonalSchema = z.object({ name, birthDate: localDateSchema, caseForms });
export type ChildPersonal = z.output<typeof childPersonalSchema>;

type PersonTable = 'guardians' | 'children';

/** Seals and opens what is personal in one family: JSON documents under its key, each bound to its row. */
export class FamilySeal {
  constructor(
    private readonly keyring: Keyring,
    private readonly familyId: string,
  ) {}

  person(table: PersonTable, row: string, personal: GuardianPersonal | ChildPersonal): Buffer {
    return this.text({ table, column: 'personal_sealed', row }, JSON.stringify(personal));
  }

  openGuardian(row: { readonly id: string; readonly personalSealed: Buffer }): GuardianPersonal {
    return guardianPersonalSchema.parse(this.openPerson('guardians', row));
  }

  openChild(row: { readonly id: string; readonly personalSealed: Buffer }): ChildPersonal {
    return childPersonalSchema.parse(this.openPerson('children', row));
  }

  initials(name: PersonName): Buffer {
    return this.text({ table: 'families', column: 'initials_sealed', row: this.familyId }, initialsOf(name));
  }

  openInitials(sealed: Buffer): string {
    return this.openText({ table: 'families', column: 'initials_sealed', row: this.familyId }, sealed);
  }

  contact(row: string, value: string): Buffer {
    return this.text({ table: 'guardian_contacts', column: 'value_sealed', row }, value);
  }

  openContact({ id, valueSealed }: { readonly id: string; readonly valueSealed: Buffer }): string {
    return this.openText({ table: 'guardian_contacts', column: 'value_sealed', row: id }, valueSealed);
  }

  note(row: string, text: string): Buffer {
    return this.text({ table: 'family_notes', column: 'text_sealed', row }, text);
  }

  openNote({ id, textSealed }: { readonly id: string; readonly textSealed: Buffer }): string {
    return this.openText({ table: 'family_notes', column: 'text_sealed', row: id }, textSealed);
  }

  noteVersion(row: string, text: string): Buffer {
    return this.text({ table: 'family_note_versions', column: 'text_sealed', row }, text);
  }

  openNoteVersion({ id, textSealed }: { readonly id: string; readonly textSealed: Buffer }): string {
    return this.openText({ table: 'family_note_versions', column: 'text_sealed', row: id }, textSealed);
  }

  reason(row: string, reason: string): Buffer {
    return this.text({ table: 'family_assignments', column: 'reason_sealed', row }, reason);
  }

  /** Empty where nobody gave one: the passage of a hand-over. */
  openReason(row: { readonly id: string; readonly reasonSealed: Buffer }): string {
    if (row.reasonSealed.length === 0) return '';
    return this.openText({ table: 'family_assignments', column: 'reason_sealed', row: row.id }, row.reasonSealed);
  }

  /** Why the family is sealed; its row is named by the family. */
  sealing(reason: string): Buffer {
    return this.text({ table: 'sealed_families', column: 'reason_sealed', row: this.familyId }, reason);
  }

  openSealing(sealed: Buffer): string {
    return this.openText({ table: 'sealed_families', column: 'reason_sealed', row: this.familyId }, sealed);
  }

  private openPerson(table: PersonTable, row: { readonly id: string; readonly personalSealed: Buffer }): unknown {
    return JSON.parse(this.openText({ table, column: 'personal_sealed', row: row.id }, row.personalSealed));
  }

  private text(place: { table: string; column: string; row: string }, text: string): Buffer {
    return this.keyring.seal({ kind: 'family', familyId: this.familyId }, place, text);
  }

  private openText(place: { table: string; column: string; row: string }, sealed: Buffer): string {
    return this.keyring.open({ kind: 'family', familyId: this.familyId }, place, sealed);
  }
}

/** «И. М. П.»: letters only, for lists that show no names. */
export function initialsOf({ surname, givenName, patronymic }: PersonName): string {
  return [surname, givenName, patronymic ?? '']
    .map((part) => /\p{L}/u.exec(part)?.[0])
    .filter((letter) => letter !== undefined)
    .map((letter) => `${letter.toLocaleUpperCase('ru')}.`)
    .join(' ');
}
