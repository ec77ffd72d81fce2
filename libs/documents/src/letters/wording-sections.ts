const NAMES = [
  'to',
  'from',
  'operator',
  'title',
  'subject',
  'heading',
  'text',
  'item',
  'basis',
  'dash',
  'dated',
  'terms',
  'files',
] as const;

export type SectionName = (typeof NAMES)[number];

export interface WordingSection {
  readonly name: SectionName;
  /** Lines that are not blank, trimmed. */
  readonly lines: readonly string[];
}

/**
 * Reads a wording: a line `[name]` opens a section, the lines up to the next one are its content.
 * Throws a RangeError that names an unknown section or text before the first one.
 */
export function readSections(text: string): readonly WordingSection[] {
  const sections: { name: SectionName; lines: string[] }[] = [];
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '') continue;
    const name = /^\[([a-z]+)\]$/.exec(line)?.[1];
    if (name !== undefined) sections.push({ name: known(name), lines: [] });
    else if (sections.length === 0) throw new RangeError('text before the first [section]');
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
}

function known(name: string): SectionName {
  const found = NAMES.find((candidate) => candidate === name);
  if (found === undefined) throw new RangeError(`unknown section [${name}]; known: ${NAMES.join(', ')}`);
  return found;
}
