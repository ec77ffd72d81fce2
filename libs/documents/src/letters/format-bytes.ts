/** «512 Б», «38,4 КБ», «1,2 МБ»: binary units under their customary names. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} Б`;
  const [size, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'КБ'] : [bytes / 1024 ** 2, 'МБ'];
  return `${size.toFixed(1).replace('.', ',')} ${unit}`;
}
