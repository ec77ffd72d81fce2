/** Everything after it was written by us, or by someone before. */
const HISTORY =
  /^[ \t>]{0,10}-{2,40} ?(?:исходное|пересылаемое|пересланное|original|forwarded) (?:сообщение|message)/imu;

/** The same text with what the answer merely quotes blanked out, so that offsets stay true. */
export function ownWords(text: string): string {
  const history = HISTORY.exec(text)?.index ?? text.length;
  const own = text.slice(0, history).replace(/^[ \t]{0,10}>.*$/gmu, (line) => ' '.repeat(line.length));
  return own + ' '.repeat(text.length - history);
}

/** The words around a place: what stands `before` and `after` it within one paragraph. */
export function around(text: string, start: number, end: number, reach: number): { before: string; after: string } {
  const before = text.slice(Math.max(0, start - reach), start);
  const after = text.slice(end, end + reach);
  return { before: before.slice(before.lastIndexOf('\n\n') + 1), after: after.split('\n\n', 1)[0] ?? '' };
}

/** Ends a stretch of text at the first full stop that ends a sentence, not a date, a number or an abbreviation. */
export function sentenceOf(text: string): string {
  for (const { index } of text.matchAll(/[.!?;](?=\s{1,3}["«]?\p{Lu})/gu)) {
    if (/[\p{Ll}\d»)]{3}$/u.test(text.slice(Math.max(0, index - 3), index))) return text.slice(0, index);
  }
  return text;
}

export function quoteOf(text: string, start: number, end: number): string {
  return text.slice(start, Math.min(end, start + 300)).trimEnd();
}

/** The first places only: a letter has a few, and what has thousands is a joke that must not cost seconds. */
export function* firstPlaces(text: string, expression: RegExp): Generator<RegExpExecArray> {
  let left = 500;
  for (const found of text.matchAll(expression)) {
    yield found;
    if ((left -= 1) === 0) return;
  }
}
