import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { decline } from '#documents';
import type { DeclineName, NameForms } from './name-forms.contract.ts';
import { RememberedForms } from './remembered-forms.ts';

/** Shows what a letter would make of a name, before the name is recorded. Keeps nothing. */
@Injectable()
export class NameFormsService {
  constructor(
    private readonly db: Database,
    private readonly remembered: RememberedForms,
  ) {}

  /** @throws Problem documents.gender-unknown. */
  async preview({ name, gender }: DeclineName): Promise<NameForms> {
    return this.db.transaction(async () => {
      const person = gender === undefined ? name : { ...name, gender };
      const known = decline(person).gender;
      const [forms = null] = await this.remembered.fill([{ name, gender: known, caseForms: null }]);
      const { nominative, genitive, dative, confident, disagreements, doubts } = decline(person, {
        ...(forms?.genitive ? { genitive: forms.genitive } : {}),
        ...(forms?.dative ? { dative: forms.dative } : {}),
      });
      return {
        ...{ gender: known, nominative, genitive, dative, confident },
        ...{ remembered: forms, disagreements: [...disagreements], doubts: [...doubts] },
      };
    });
  }
}
