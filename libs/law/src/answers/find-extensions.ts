import type { AnswerHint } from './answer-hint.ts';
import { around, firstPlaces, quoteOf, sentenceOf } from './answer-text.ts';
import { DAY, readRussianDay } from './russian-day.ts';
import { readTerm } from './read-term.ts';

const EXTENDED = /(?<!\p{L})продл\p{L}{1,10}/giu;
const UNTIL = new RegExp(String.raw`(?<!\p{L})(?:до|по)\s{1,3}(${DAY})`, 'iu');
const ANSWERING = /рассмотр|ответ|предоставл|исполнен|обращени|запрос|заявлени|требовани/iu;
const OTHER_TERM = /срок\p{L}{0,3}\s{1,3}действия|договор|контракт|учебн|каникул|путёвк|путевк|смен[ыу]/iu;

/** «срок рассмотрения продлён до 26.10.2026», «продлить срок ответа на 5 рабочих дней»: 152-ФЗ ст. 14, 20, 21; 59-ФЗ ст. 12. */
export function findExtensions(text: string): AnswerHint[] {
  const hints: AnswerHint[] = [];
  for (const found of firstPlaces(text, EXTENDED)) {
    const end = found.index + found[0].length;
    const { before, after } = around(text, found.index, end, 160);
    const rest = sentenceOf(after);
    const near = `${before.slice(-90)} ${rest}`;
    if (!/срок/iu.test(near) || OTHER_TERM.test(near)) continue;
    if (/(?<!\p{L})(?:не|без)\s{1,3}(?:был\p{L}?\s{1,3}|может быть\s{1,3}|подлежит\s{1,3})?$/iu.test(before)) continue;
    const until = UNTIL.exec(rest);
    const day = readRussianDay(until?.[1] ?? '');
    const term = readTerm(rest);
    if (hints.some(({ offset }) => found.index - offset < 160)) continue;
    const value = { ...(day === null ? {} : { until: day }), ...(term === null ? {} : term.value) };
    const length = Math.max(until === null ? 0 : until.index + until[0].length, term?.end ?? 0);
    const clear = ANSWERING.test(near);
    hints.push({
      kind: 'extension',
      value,
      offset: found.index,
      quote: quoteOf(text, found.index, end + length),
      confidence: clear && (day !== null || term !== null) ? 'high' : clear ? 'medium' : 'low',
    });
  }
  return hints;
}
