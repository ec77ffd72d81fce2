import { Problem } from '#kernel';

import { mailProblems } from './mail.problems.ts';

// Cc: controls, CR, LF, NUL. Zl, Zp: U+2028, U+2029. Cf: zero-width characters and the bidi marks that make a name read
// as another one. Cs (lone surrogates) are turned into U+FFFD before.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]+/gu;
const LITERAL_ENCODED_WORD = /=\?(?=[^?\s]*\?[bq]\?)/gi;

/** One line of text that shows what it is: lone surrogates become U+FFFD, runs of {@link UNPRINTABLE} and of spaces one space. */
export function printableLine(text: string): string {
  return text.toWellFormed().replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
}

/**
 * Makes text fit for a single header line: every run of control, separator, zero-width or direction characters becomes
 * one space, lone surrogates become U+FFFD, and what looks like an RFC 2047 encoded word is broken up, so that a mail
 * program shows it instead of decoding it into something that nobody checked.
 *
 * @param limit most UTF-16 units after cleaning
 * @throws Problem `mail.header-too-long`
 */
export function headerText(text: string, limit = 400): string {
  const clean = printableLine(text).replace(LITERAL_ENCODED_WORD, '= ?');
  if (clean.length > limit) throw new Problem(mailProblems.headerTooLong, { parameters: { limit } });
  return clean;
}

/** A file name for an attachment: {@link headerText} without path separators or leading dots; never empty. */
export function headerFilename(name: string): string {
  const clean = headerText(name.replace(/[/\\:*?"<>|]/g, '_'), 180).replace(/^\.+/, '');
  return clean === '' ? 'attachment' : clean;
}
