import type { Reading } from '../finding.ts';
import { isBlank, plainText } from './plain-text.ts';
import { readSchoolClass } from './read-school-class.ts';
import { reading } from './value-findings.ts';

export interface CombinedCell {
  readonly name: string;
  readonly schoolClass: string | null;
  readonly organisation: string | null;
}

const ORGANISATION = /школ|гимнази|лице|колледж|\p{Lu}{0,3}ОУ(?!\p{L})|сош|№/iu;
const INLINE = /^(\D+?)[\s,;]+(\d{1,2}\s?[-–]?\s?["«]?[а-яёa-z]?["»]?(?:\s?кл(?:асса?|\.)?)?)(?:[\s,;]+(\D.*))?$/iu;

/** «Иванова Мария Петровна, 3А, МБОУ СОШ №14» into its parts, in whatever order, each to be read by its own reader. */
export function splitCombined(cell: string): Reading<CombinedCell> {
  const text = plainText(cell);
  if (isBlank(text)) return reading<CombinedCell>(null);
  const parts = text.split(/\s*[,;|]\s*/).filter((part) => part !== '');
  const classAt = parts.findIndex((part) => readSchoolClass(part).value !== null);
  const nameAt = parts.findIndex((part, at) => at !== classAt && !ORGANISATION.test(part) && /^\D+$/.test(part));
  const rest = parts.filter((_, at) => at !== classAt && at !== nameAt);
  if (nameAt >= 0 && parts.length > 1)
    return reading({
      name: parts[nameAt] ?? '',
      schoolClass: parts[classAt] ?? null,
      organisation: rest.length === 0 ? null : rest.join(', '),
    });
  const [, name, schoolClass, organisation] = INLINE.exec(text) ?? [];
  if (name === undefined || schoolClass === undefined || ORGANISATION.test(name))
    return reading<CombinedCell>(null, 'combined-unclear');
  return reading({ name, schoolClass, organisation: organisation ?? null });
}
