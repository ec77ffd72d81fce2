import type { Reading } from '../finding.ts';
import { foldToRussian } from './fold-look-alikes.ts';
import { isBlank, plainText } from './plain-text.ts';
import { reading } from './value-findings.ts';

export interface OrganisationName {
  /** With «», `№ 14` and single spaces. */
  readonly name: string;
  readonly number: string | null;
}

/** `МБОУ "СОШ №14"`, `МБОУ СОШ N 14` and `МБОУ  «СОШ № 14»` in one spelling. */
export function readOrganisationName(cell: string): Reading<OrganisationName> {
  const signed = plainText(cell).replace(/(?:№|#|(?<!\p{L})N[o°]?\.?)\s?(?=\d)/gu, '№ ');
  const { text, changed } = foldToRussian(signed);
  if (isBlank(text)) return reading<OrganisationName>(null);
  const name = text
    .replace(/(^|[\s(«])["“”„]+(?=\S)/g, '$1«')
    .replace(/["“”„]+/g, '»')
    .replace(/«\s+/g, '«')
    .replace(/\s+»/g, '»');
  const number =
    /№ (\d+)/.exec(name)?.[1] ?? /(?:сош|школа|лицей|гимназия|сад)\s(\d{1,4})(?!\d)/iu.exec(name)?.[1] ?? null;
  return changed ? reading({ name, number }, 'look-alike-letters') : reading({ name, number });
}
