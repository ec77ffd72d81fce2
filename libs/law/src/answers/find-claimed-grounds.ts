import grounds from '../../data/claimed-grounds.json' with { type: 'json' };
import { claimedGroundsSchema } from '../claimed-ground.schema.ts';
import { dataSet } from '../data-set.ts';
import type { AnswerHint } from './answer-hint.ts';
import { around, firstPlaces, quoteOf } from './answer-text.ts';

const claimed = dataSet('claimed-grounds.json', claimedGroundsSchema, grounds);
const UNIT = String.raw`(?:(?:под)?пункт(?:а|у|ом|е|ы|ов|ами)?|п{1,2}|част(?:ь|и|ью|ей)|ч{1,2}|стать(?:я|и|е|ю|ёй|ей|ях)|ст{1,2})`;
const NUMBERS = String.raw`\d{1,3}(?:\.\d{1,2})?(?:\s{0,2}(?:,|и)\s{0,2}\d{1,3}(?:\.\d{1,2})?(?!\s?-?\s?ФЗ)){0,5}`;
const PIECE = String.raw`(?<!\p{L})${UNIT}\.?\s{0,3}${NUMBERS}`;
/** «п. 2 ч. 1 ст. 6», «статьёй 6, частью 1, пунктами 2 и 4», in any order. */
const REFERENCE = new RegExp(String.raw`${PIECE}(?:[\s,]{1,4}${PIECE}){0,3}`, 'giu');
const PART = new RegExp(String.raw`(${UNIT})\.?\s{0,3}(${NUMBERS})`, 'giu');
const LAW = /(?<!\d)(\d{1,3})\s?-?\s?ФЗ(?!\p{L})/u;
const LAW_EVERYWHERE = /(?<!\d)(\d{1,3})\s?-?\s?ФЗ(?!\p{L})/gu;
const KEEPING = /отказ|продолж|обязан|вправе|основани|без согласия|хран|не подлеж|невозможн|соответстви|в силу/iu;

/** Articles that an answer leans on, as the bases of keeping data that law/data/retention-bases.json lists. */
export function findClaimedGrounds(text: string): AnswerHint[] {
  const hints: AnswerHint[] = [];
  for (const found of firstPlaces(text, REFERENCE)) {
    const units = unitsOf(found[0]);
    if (units.article.length === 0) continue;
    const end = found.index + found[0].length;
    const { before, after } = around(text, found.index, end, 200);
    const law = lawOf(before, after);
    for (const { code, reference } of matching(law.number, units)) {
      hints.push({
        kind: 'claimed_ground',
        value: { ...(code === null ? {} : { retentionBasis: code }), reference, law: law.number },
        offset: found.index,
        quote: quoteOf(text, found.index, law.end === null ? end : end + law.end),
        confidence: law.end === null ? 'low' : KEEPING.test(before + after) ? 'high' : 'medium',
      });
    }
  }
  for (const found of firstPlaces(text, LAW_EVERYWHERE)) {
    const ground = claimed.find(({ law, article }) => article === null && law === `${found[1] ?? ''}-ФЗ`);
    if (ground === undefined) continue;
    hints.push({
      kind: 'claimed_ground',
      value: {
        ...(ground.code === null ? {} : { retentionBasis: ground.code }),
        reference: ground.law,
        law: ground.law,
      },
      offset: found.index,
      quote: found[0],
      confidence: 'low',
    });
  }
  return hints;
}

interface Units {
  article: string[];
  part: string[];
  point: string[];
}

function unitsOf(reference: string): Units {
  const units: Units = { article: [], part: [], point: [] };
  for (const [, unit = '', numbers = ''] of reference.matchAll(PART)) {
    const kind = /^ст/iu.test(unit) ? 'article' : /^ч/iu.test(unit) ? 'part' : 'point';
    units[kind].push(...numbers.split(/[\s,и]+/u).filter((number) => number !== ''));
  }
  return units;
}

/** The law named behind the article, or before it; else the law on personal data, which `end: null` marks as a guess. */
function lawOf(before: string, after: string): { number: string; end: number | null } {
  const behind = LAW.exec(after.slice(0, 120));
  if (behind !== null) return { number: `${behind[1] ?? ''}-ФЗ`, end: behind.index + behind[0].length };
  if (/^[^.;]{0,60}персональных данных/iu.test(after)) return { number: '152-ФЗ', end: 0 };
  if (/^[^.;]{0,60}образовании в Р/iu.test(after)) return { number: '273-ФЗ', end: 0 };
  const ahead = [...before.slice(-80).matchAll(LAW_EVERYWHERE)].at(-1);
  return ahead === undefined ? { number: '152-ФЗ', end: null } : { number: `${ahead[1] ?? ''}-ФЗ`, end: 0 };
}

function matching(law: string, { article, part, point }: Units): { code: string | null; reference: string }[] {
  return claimed
    .filter(
      (ground) =>
        ground.law === law &&
        ground.article !== null &&
        article.includes(ground.article) &&
        (ground.part === null || part.includes(ground.part)) &&
        (ground.point === null || point.includes(ground.point)),
    )
    .map((ground) => ({
      code: ground.code,
      reference: [
        `ст. ${ground.article ?? ''}`,
        ...(ground.part === null ? [] : [`ч. ${ground.part}`]),
        ...(ground.point === null ? [] : [`п. ${ground.point}`]),
      ].join(' '),
    }));
}
