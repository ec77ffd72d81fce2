/** A name as the directory compares it: without case, ё, quotes, № and spacing. The database has the same rule. */
export function nameKey(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
