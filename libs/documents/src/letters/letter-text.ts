import { z } from 'zod';

/**
 * The characters that a letter may hold: what PT Serif draws, less everything invisible (controls, soft hyphens,
 * direction marks, private use), so that a printed letter never differs from what was typed.
 */
export const PRINTABLE =
  '\\u0020-\\u007e\\u00a1-\\u00ac\\u00ae-\\u0109\\u010c-\\u0113\\u0116-\\u011f\\u0401-\\u040c\\u040e-\\u044f' +
  '\\u0451-\\u045c\\u045e\\u045f\\u0462\\u0463\\u0472-\\u0475\\u048a-\\u04c0\\u04c3-\\u04f9' +
  '\\u2011\\u2013\\u2014\\u2018-\\u201a\\u201c-\\u201e\\u2022\\u2026\\u2030\\u2039\\u203a\\u20ac\\u20bd\\u2116';

const onlyPrintable = new RegExp(`^[${PRINTABLE}]*$`, 'u');

/** One run of text: composed (NFC), line breaks and runs of space made one space, ends trimmed. */
export function letterLine(maxLength: number) {
  return z
    .string()
    .transform((text) => text.normalize('NFC').replace(/\s+/gu, ' ').trim())
    .pipe(
      z
        .string()
        .min(1)
        .max(maxLength)
        .refine((text) => onlyPrintable.test(text), { error: 'character' }),
    );
}

const unprintable = new RegExp(`[^${PRINTABLE}]+`, 'gu');

/** The text without what no letter may hold, for names that were chosen before anybody thought of a letter. */
export function printable(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').replace(unprintable, '').trim();
}
