import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '#database';
import { newId } from '#kernel';
import { Vault } from '#vault';
import type { ResponsiblePerson } from './branch-settings.contract.ts';

const OWNER = { kind: 'branch' } as const;

// Laxer than the contract on purpose: what an older contract let in must stay readable.
const stored = z.object({
  name: z.string(),
  position: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
});

/** Who answers for the data of the entered branch (152-ФЗ ст. 22.1), sealed under its key. */
@Injectable()
export class ResponsiblePeople {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
  ) {}

  async find(): Promise<ResponsiblePerson | null> {
    const [row] = await this.db.manager.query<{ id: string; sealed: Buffer }[]>(
      'SELECT id, person_sealed AS sealed FROM responsible_people',
    );
    if (row === undefined) return null;
    const keyring = await this.vault.keyring([OWNER]);
    return stored.parse(JSON.parse(keyring.open(OWNER, placeOf(row.id), row.sealed)));
  }

  /** Takes the place of whoever it was; null leaves nobody. */
  async put(person: ResponsiblePerson | null): Promise<void> {
    await this.db.manager.query('DELETE FROM responsible_people');
    if (person === null) return;
    const id = newId();
    const keyring = await this.vault.keyring([OWNER]);
    await this.db.manager.query('INSERT INTO responsible_people (id, person_sealed) VALUES ($1, $2)', [
      id,
      keyring.seal(OWNER, placeOf(id), JSON.stringify(person)),
    ]);
  }
}

function placeOf(row: string) {
  return { table: 'responsible_people', column: 'person', row };
}
