/** The two languages that people read here; Russian is the default because the letters are Russian. */
export type Locale = 'ru' | 'en';

export type Localised = Readonly<Record<Locale, string>>;

/** Picks the better-liked of the two languages from an Accept-Language header (RFC 9110 section 12.5.4). */
export function localeFrom(acceptLanguage: string | undefined): Locale {
  let best: { locale: Locale; quality: number } = { locale: 'ru', quality: 0 };
  for (const part of (acceptLanguage ?? '').split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const language = tag.split('-')[0];
    if (language !== 'ru' && language !== 'en') continue;
    const weight = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((q) => q !== undefined);
    const quality = weight === undefined ? 1 : Number(weight);
    if (quality > best.quality) best = { locale: language, quality };
  }
  return best.locale;
}
