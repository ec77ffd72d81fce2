import content from '../data/information-systems.json' with { type: 'json' };
import { dataSet } from './data-set.ts';
import { type InformationSystem, informationSystemsSchema } from './information-system.schema.ts';

/** Systems that hold pupils' data, with their default ground; the ground is contested for some, see `basisNote` and `notes`. */
export const informationSystems: readonly InformationSystem[] = dataSet(
  'information-systems.json',
  informationSystemsSchema,
  content,
);

/** Lower case, ё as е, no quotation marks: people write «Моя школа» in many ways. */
function folded(text: string): string {
  return text
    .toLocaleLowerCase('ru')
    .replaceAll('ё', 'е')
    .replaceAll(/["'«»„“”]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const byName = new Map(
  informationSystems.flatMap((system) =>
    [system.code, system.name.ru, system.name.en, ...system.aliases.ru, ...system.aliases.en].map((name) => [
      folded(name),
      system,
    ]),
  ),
);

/** Finds a system by code, official name or alias in either language; undefined when nothing matches exactly. */
export function informationSystemNamed(text: string): InformationSystem | undefined {
  return byName.get(folded(text));
}
