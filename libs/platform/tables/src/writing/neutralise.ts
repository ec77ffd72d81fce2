/**
 * What makes a spreadsheet take a text for a formula, also in full width, or drops the character and looks at the next;
 * behind it, what neutralisation itself puts in front, so that taking one off always gives the original back.
 */
const DANGEROUS = /^'*[=+\-@\t\r\n|%＝＋－＠\u2212]/u;

/** An apostrophe before what a spreadsheet would run. */
export function neutralised(cell: string): string {
  return DANGEROUS.test(cell) ? `'${cell}` : cell;
}

/** Takes off exactly what {@link neutralised} put on, and the apostrophe with which people themselves mark a text. */
export function withoutNeutralisation(cell: string): string {
  return cell.startsWith("'") && DANGEROUS.test(cell) ? cell.slice(1) : cell;
}
