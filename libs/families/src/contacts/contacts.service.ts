import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { newId, notFound } from '#kernel';
import { Organisations } from '#organisations';
import { Vault } from '#vault';
import { refuseFaults } from '../families.problems.ts';
import { FamilyEdits } from '../family-edits.ts';
import { FamilyPartsRepository } from '../family-parts.repository.ts';
import { contactFaults, contactRow, toContact } from './contact-row.ts';
import type { AddContact, ChangeContact } from './contacts.contract.ts';
import { ContactsRepository } from './contacts.repository.ts';

/** Further ways to reach a guardian, each with what it may be used for and how good it proved. */
@Injectable()
export class Contacts {
  constructor(
    private readonly vault: Vault,
    private readonly organisations: Organisations,
    private readonly edits: FamilyEdits,
    private readonly parts: FamilyPartsRepository,
    private readonly contacts: ContactsRepository,
  ) {}

  /** @throws Problem not-found for family and guardian, validation. */
  async add(by: Principal, familyId: string, guardianId: string, body: AddContact) {
    refuseFaults(contactFaults(body.kind, body.value));
    const id = newId();
    const { kind, purpose, quality } = body;
    const details = { kind, purpose, quality };
    const edit = { familyId, version: null, action: 'families.add-contact', subject: { type: 'contact', id }, details };
    return this.edits.edit(by, edit, async (seal) => {
      const guardians = await this.parts.findGuardians(familyId);
      if (!guardians.some((guardian) => guardian.id === guardianId)) throw notFound();
      const qualityOn = quality === 'unconfirmed' ? null : await this.organisations.today();
      const row = contactRow({ seal, vault: this.vault }, { id, familyId, guardianId, ...body, qualityOn });
      await this.contacts.insert([row]);
      return toContact(row, seal);
    });
  }

  /** A new value starts unconfirmed. @throws Problem not-found, http.version-mismatch, validation. */
  async change(by: Principal, familyId: string, version: number, id: string, change: ChangeContact) {
    const { purpose, quality } = change;
    const details = { ...(purpose && { purpose }), ...(quality && { quality }) };
    const edit = { familyId, version, action: 'families.change-contact', subject: { type: 'contact', id }, details };
    return this.edits.edit(by, edit, async (seal) => {
      const before = await this.contacts.get(familyId, id);
      const value = change.value ?? seal.openContact(before);
      refuseFaults(contactFaults(before.kind, value));
      const told = quality ?? (change.value === undefined ? undefined : 'unconfirmed');
      const qualityOn = told === undefined ? before.qualityOn : await this.organisations.today();
      const row = contactRow(
        { seal, vault: this.vault },
        { ...before, value, purpose: purpose ?? before.purpose, quality: told ?? before.quality, qualityOn },
      );
      await this.contacts.update(row);
      return toContact(row, seal);
    });
  }

  /** @throws Problem not-found. */
  async remove(by: Principal, familyId: string, id: string): Promise<void> {
    const edit = { familyId, version: null, action: 'families.remove-contact', subject: { type: 'contact', id } };
    await this.edits.edit(by, edit, async () => {
      if (!(await this.contacts.delete(familyId, id))) throw notFound();
      return {};
    });
  }
}
