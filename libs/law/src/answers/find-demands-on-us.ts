import type { AnswerHint } from './answer-hint.ts';
import { around, firstPlaces, quoteOf, sentenceOf } from './answer-text.ts';
import { readTerm } from './read-term.ts';
import { DAY, readRussianDay } from './russian-day.ts';

const ASKING = /(?<!\p{L})(?:просим|просит|необходимо|предлагаем|требуем|вам\s{1,3}(?:надлежит|следует))(?!\p{L})/giu;
const ACT = /предостав|представ|направ|подтверд|уточн|сообщ|присла|яви|подойти|обрати|заполн|подписа/iu;
const BY = new RegExp(String.raw`(?<!\p{L})(?:до|не позднее|в срок по|к)\s{1,3}(${DAY})`, 'iu');

/** «просим в срок до 20.10.2026 предоставить ...»: what the school wants of the applicant, and until when. */
export function findDemandsOnUs(text: string): AnswerHint[] {
  const hints: AnswerHint[] = [];
  for (const found of firstPlaces(text, ASKING)) {
    const end = found.index + found[0].length;
    const rest = sentenceOf(around(text, found.index, end, 240).after);
    if (!ACT.test(rest) || /^\s{1,3}(?:не|вас не)\s(?!\s{0,2}позднее)/iu.test(rest)) continue;
    if (hints.some((hint) => hint.offset + hint.quote.length > found.index)) continue;
    const by = BY.exec(rest);
    const day = readRussianDay(by?.[1] ?? '');
    const term = readTerm(rest);
    if (day === null && term === null) continue;
    hints.push({
      kind: 'demand_on_us',
      value: { ...(day === null ? {} : { until: day }), ...(term === null ? {} : term.value) },
      offset: found.index,
      quote: quoteOf(text, found.index, end + rest.length),
      confidence: /^прос/iu.test(found[0]) ? 'high' : 'medium',
    });
  }
  return hints;
}
