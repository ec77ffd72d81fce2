/** The last part of a path, without control and direction-changing characters, at most 200 characters long. */
export function cleanFileName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const visible = last.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  return Array.from(visible).slice(0, 200).join('') || 'file';
}
