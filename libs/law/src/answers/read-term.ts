const WORDS: Readonly<Record<string, number>> = {
  ...{ один: 1, два: 2, три: 3, пять: 5, семь: 7, десять: 10, пятнадцать: 15, тридцать: 30 },
  ...{ одного: 1, двух: 2, трёх: 3, трех: 3, пяти: 5, семи: 7, десяти: 10, пятнадцати: 15, тридцати: 30 },
};
const TERM = new RegExp(
  String.raw`(?<!\p{L})(?:на|в течение|не позднее|в срок не более|ещё на)\s{1,3}(\d{1,3}|${Object.keys(WORDS).join('|')})(?:\s{0,3}\([\p{L} ]{1,20}\))?\s{1,3}(рабочи[хй]\s{1,3}|календарны[хй]\s{1,3})?(?:дн(?:ей|я)|день|сут(?:ок|ки))`,
  'iu',
);

/** A term in days: «на 5 (пять) рабочих дней», «в течение десяти дней». `end` is the offset behind it. */
export function readTerm(text: string): { value: { amount: number; unit: string }; end: number } | null {
  const found = TERM.exec(text);
  if (found === null) return null;
  const [whole, amount = '', unit = ''] = found;
  return {
    value: {
      amount: WORDS[amount.toLowerCase()] ?? Number(amount),
      unit: unit.toLowerCase().startsWith('раб') ? 'working_day' : 'calendar_day',
    },
    end: found.index + whole.length,
  };
}
