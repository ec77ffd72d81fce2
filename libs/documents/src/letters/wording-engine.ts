import { Liquid, type Template } from 'liquidjs';
import { EmptyPlaceholder, placeholderProblem } from './empty-placeholder.ts';
import { wordingFilters } from './wording-filters.ts';

/** Stand-ins for values live in private use, which no value can hold (`letter-text.ts` refuses it). */
const OPEN = '\uE000';
const CLOSE = '\uE001';
const STAND_IN = /\uE000(\d+)\uE001/gu;

const limits = { parseLimit: 200_000, renderLimit: 500, memoryLimit: 2_000_000 };

/** Text whose structure was read before any value was put in, so that no value can forge structure. */
export interface UnfilledWording {
  readonly text: string;
  fill(part: string): string;
}

/** The values printed by the run in progress. One variable serves because a run is synchronous from start to end. */
let printedValues: string[] = [];

const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  lenientIf: false,
  dynamicPartials: false,
  relativeReference: false,
  // An empty map in memory stands in for the file system: nothing can be included.
  templates: {},
  ...limits,
  outputEscape: (value: unknown) => `${OPEN}${printedValues.push(printed(value)) - 1}${CLOSE}`,
});
for (const [name, filter] of Object.entries(wordingFilters)) engine.registerFilter(name, filter);
// The built-in filter of this name would let a value into the text before its structure is read.
engine.registerFilter('raw', () => {
  throw new TypeError('raw: not allowed in letters');
});

/**
 * Runs a LiquidJS wording over plain data: no files, no partials, no prototype access, no unknown variable, bounded work.
 * Every output becomes a numbered stand-in; `fill` puts the values in afterwards.
 */
export function runWording(template: string, scope: object): UnfilledWording {
  const values: string[] = [];
  printedValues = values;
  let text: string;
  try {
    text = String(engine.renderSync(parsed(template), scope));
  } catch (error) {
    throw placeholderProblem(error) ?? error;
  }
  const fill = (part: string): string =>
    part.replace(STAND_IN, (_whole, index: string) => fill(values[Number(index)] ?? ''));
  return { text, fill };
}

const PARSED_KEPT = 100;
const parsedTemplates = new Map<string, Template[]>();

function parsed(template: string): Template[] {
  const known = parsedTemplates.get(template);
  if (known !== undefined) return known;
  const fresh = engine.parse(template);
  if (parsedTemplates.size >= PARSED_KEPT) parsedTemplates.clear();
  parsedTemplates.set(template, fresh);
  return fresh;
}

function printed(value: unknown): string {
  if (value === null || value === undefined || value === '') throw new EmptyPlaceholder();
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new TypeError('only text and numbers can be printed');
}
