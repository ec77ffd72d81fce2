import { encode } from 'uqr';

/**
 * The QR codes of the first `count` pages: what a scan is matched by. Each is an SVG path of the dark modules, one unit
 * each, row runs joined, and its side in modules. The text: `OTZYV:case:page`, with `:token` behind it for a kept letter.
 */
export function pageCodes({ caseNumber, pageToken }, count) {
  return Array.from({ length: count }, (_, index) => {
    const parts = ['OTZYV', caseNumber, String(index + 1), ...(pageToken === null ? [] : [pageToken])];
    // Weighing all eight masks takes fifteen times as long; any mask is valid, and a long text of random letters needs none.
    const { data, size } = encode(parts.join(':'), { ecc: 'M', border: 0, maskPattern: 3 });
    return { path: data.flatMap(runsOf).join(''), side: size };
  });
}

function runsOf(row, y) {
  const runs = [];
  for (let x = 0; x < row.length; x += 1) {
    if (row[x] !== true) continue;
    const start = x;
    while (row[x + 1] === true) x += 1;
    const length = x - start + 1;
    runs.push(`M${start} ${y}h${length}v1h-${length}z`);
  }
  return runs;
}
