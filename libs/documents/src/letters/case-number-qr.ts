import { encode } from 'uqr';

/** The QR code of a case number as an SVG path of its dark modules, one unit each, row runs joined. Side in modules. */
export function caseNumberQr(caseNumber: string): { path: string; side: number } {
  const { data, size } = encode(caseNumber, { ecc: 'M', border: 0 });
  const runs: string[] = [];
  data.forEach((row, y) => {
    for (let x = 0; x < size; x += 1) {
      if (row[x] !== true) continue;
      const start = x;
      while (row[x + 1] === true) x += 1;
      const length = x - start + 1;
      runs.push(`M${start} ${y}h${length}v1h-${length}z`);
    }
  });
  return { path: runs.join(''), side: size };
}
