/** Single spaces, no invisible characters, full-width forms as plain ones, without the apostrophe that marks text in Excel. */
export function plainText(cell: string): string {
  return (
    cell
      .normalize('NFC')
      // Only these: full compatibility would turn № into No.
      .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
      .replace(/\s+/g, ' ')
      .replace(/[\p{Cf}\p{Cc}]/gu, '')
      .trim()
      .replace(/^'\s*/, '')
  );
}

/** What people put where they have nothing to say. */
export function isBlank(text: string): boolean {
  return /^(?:[-–—?.]*|нет|нет данных|не указан[оа]?|отсутствует|n\/?a|none)$/iu.test(text.trim());
}
