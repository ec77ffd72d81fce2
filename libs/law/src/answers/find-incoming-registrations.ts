import type { AnswerHint } from './answer-hint.ts';
import { around, firstPlaces, quoteOf, sentenceOf } from './answer-text.ts';
import { DAY, readRussianDay } from './russian-day.ts';

const NUMBER = String.raw`(?=[\p{L}\-–/.]{0,12}\d)[\p{L}\d](?:[\p{L}\d/\-–.]{0,29}[\p{L}\d])?`;
const INCOMING = new RegExp(
  String.raw`(?<![\p{L}\d])вх(?:одящ(?:ий|его|им|ем|ая|ее)|од)?\.?(?:\s{1,3}(?:рег(?:истрационн(?:ый|ого|ым))?\.?))?\s{0,3}(?:№|N|номер(?:ом|а)?\s{0,3}№?)\s{0,3}(${NUMBER})(?:\s{0,3}(?:от|,|\()?\s{0,3}(${DAY}))?`,
  'giu',
);
const REGISTERED = /(?<!\p{L})(?:за)?регистрирован(?:о|а|ы)?(?!\p{L})/giu;
const ELSEWHERE = /^\s{0,3}(?:по адресу|по месту|по месту жительства|в качестве|брак|на сайте|на портале|в системе)/iu;
const NUMBERED = new RegExp(String.raw`(?:№|N|номером|номер)\s{0,3}(${NUMBER})`, 'iu');
const DATED = new RegExp(DAY, 'iu');

/** «вх. № 123 от 05.10.2026», «зарегистрировано 5 октября 2026 г. за № 01-15/88». */
export function findIncomingRegistrations(text: string): AnswerHint[] {
  const hints = [...firstPlaces(text, INCOMING)].map((found): AnswerHint => {
    const day = readRussianDay(found[2] ?? '');
    return {
      kind: 'incoming_registration',
      value: { number: found[1] ?? '', ...(day === null ? {} : { date: day }) },
      offset: found.index,
      quote: quoteOf(text, found.index, found.index + found[0].length),
      confidence: day === null ? 'medium' : 'high',
    };
  });
  for (const found of firstPlaces(text, REGISTERED)) {
    const end = found.index + found[0].length;
    const { before, after } = around(text, found.index, end, 140);
    if (/(?<!\p{L})не\s{1,3}$/iu.test(before) || ELSEWHERE.test(after)) continue;
    const rest = sentenceOf(after);
    const number = NUMBERED.exec(rest);
    const date = DATED.exec(rest);
    const day = readRussianDay(date?.[0] ?? '');
    if (number === null && day === null) continue;
    // «Зарегистрировано, вх. № ...» has been read already.
    if (hints.some(({ offset }) => offset >= found.index && offset < end + rest.length)) continue;
    const length = Math.max(...[number, date].map((part) => (part === null ? 0 : part.index + part[0].length)));
    hints.push({
      kind: 'incoming_registration',
      value: { ...(number === null ? {} : { number: number[1] ?? '' }), ...(day === null ? {} : { date: day }) },
      offset: found.index,
      quote: quoteOf(text, found.index, end + length),
      confidence: number !== null && day !== null ? 'high' : 'low',
    });
  }
  return hints;
}
