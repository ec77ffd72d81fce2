import { Problem } from '#kernel';
import content from '../data/regions.json' with { type: 'json' };
import { dataSet } from './data-set.ts';
import { lawProblems } from './problems.ts';
import { type Region, regionsSchema } from './region.schema.ts';

/** The 89 subjects of the Russian Federation (Конституция РФ ст. 65), with zone and office of Roskomnadzor. */
export const regions: readonly Region[] = dataSet('regions.json', regionsSchema, content);

const byCode = new Map(regions.map((region) => [region.code, region]));

/** Throws Problem `law.region-unknown`. */
export function regionByCode(code: string): Region {
  const region = byCode.get(code);
  if (region === undefined) throw new Problem(lawProblems.regionUnknown, { parameters: { code } });
  return region;
}

/** False where the competent office is uncertain: then a person chooses it, the program never does. */
export function isRoutable(region: Region): boolean {
  return region.confidence !== 'U' && region.roskomnadzorOffice !== 'UNCERTAIN';
}
