/** The three forms of a Russian noun beside a number: 1 день, 2 дня, 5 дней. */
export type PluralForms = readonly [one: string, few: string, many: string];

export function russianPlural(count: number, [one, few, many]: PluralForms): string {
  const [tens, units] = [Math.abs(count) % 100, Math.abs(count) % 10];
  if (tens >= 11 && tens <= 14) return many;
  if (units === 1) return one;
  return units >= 2 && units <= 4 ? few : many;
}
