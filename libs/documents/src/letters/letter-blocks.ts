import { Problem } from '#kernel';
import { documentsProblems } from '../documents.problems.ts';
import type { LetterBlock, LetterTables } from './letter-page.ts';
import { typeset } from './typography.ts';
import type { UnfilledWording } from './wording-engine.ts';
import { readSections, type SectionName, type WordingSection } from './wording-sections.ts';

export interface WordedLetter {
  readonly to: readonly string[];
  readonly from: readonly string[];
  readonly operator: readonly string[];
  readonly title: string;
  readonly subject: string;
  readonly blocks: readonly LetterBlock[];
}

/** Turns a run wording into the blocks of a page; values are put in only after sections and lines are known. */
export function readLetter(wording: UnfilledWording, tables: LetterTables): WordedLetter {
  const sections = readSections(wording.text);
  refuseLeftPlaces(wording.text);
  const filled = (text: string): string => typeset(endOnce(oneLine(wording.fill(oneLine(text)))));
  const lines = (name: SectionName): string[] =>
    sections.filter((section) => section.name === name).flatMap((section) => section.lines.map(filled));
  return {
    to: lines('to'),
    from: lines('from'),
    operator: lines('operator'),
    title: lines('title').join(' '),
    subject: lines('subject').join(' '),
    blocks: readBlocks(sections, filled, tables),
  };
}

/** «____» and «[указать дату]» are what people leave for later; in a letter that goes out they would be a mistake. */
const LEFT_PLACE = /_{3,}|\[(?:указать|вставить|заполнить|fill)[^\]\n]{0,60}\]/iu;

/** @throws Problem documents.placeholder-left. Looks at the wording only: values are what somebody wrote. */
function refuseLeftPlaces(text: string): void {
  const place = LEFT_PLACE.exec(text)?.[0];
  if (place === undefined) return;
  throw new Problem(documentsProblems.placeholderLeft, { pointer: '/wording', parameters: { place } });
}

function readBlocks(
  sections: readonly WordingSection[],
  filled: (text: string) => string,
  tables: LetterTables,
): LetterBlock[] {
  const blocks: Mutable[] = [];
  let number = 1;
  for (const { name, lines } of sections) {
    const text = filled(lines.join(' '));
    const last = blocks.at(-1);
    if (name === 'heading') number = 1;
    if (name === 'terms' || name === 'files') {
      const head = lines.join(' ').split('|').map(filled);
      blocks.push({ kind: name, head, rows: tables[name] ?? [] });
    } else if (text === '') continue;
    else if (name === 'text' || name === 'heading') blocks.push({ kind: name, text });
    else if (name === 'item') {
      if (last?.kind === 'items') last.items.push({ text, basis: '' });
      else blocks.push({ kind: 'items', start: number, items: [{ text, basis: '' }] });
      number += 1;
    } else if (name === 'basis') {
      const item = last?.kind === 'items' ? last.items.at(-1) : undefined;
      if (item === undefined) throw new RangeError('[basis] stands under no [item]');
      item.basis = text;
    } else if (name === 'dash') {
      if (last?.kind === 'dashes') last.items.push(text);
      else blocks.push({ kind: 'dashes', items: [text] });
    } else if (name === 'dated') {
      const item = { day: filled(lines[0] ?? ''), text: filled(lines.slice(1).join(' ')) };
      if (last?.kind === 'dated') last.items.push(item);
      else blocks.push({ kind: 'dated', items: [item] });
    }
  }
  return blocks;
}

type Mutable =
  | { kind: 'text' | 'heading'; text: string }
  | { kind: 'items'; start: number; items: { text: string; basis: string }[] }
  | { kind: 'dashes'; items: string[] }
  | { kind: 'dated'; items: { day: string; text: string }[] }
  | { kind: 'terms' | 'files'; head: string[]; rows: readonly (readonly string[])[] };

/** Wording is wrapped and indented freely; what reaches the page is one line without a space before a mark. */
function oneLine(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/ (?=[,.;:)])/gu, '')
    .trim();
}

/** A value that ends with its own full stop («2026 г.») takes no second one from the sentence around it. */
function endOnce(text: string): string {
  return text.replace(/(?<!\.)\.([.;])$/u, (_whole, mark: string) => (mark === '.' ? '.' : '.;'));
}
