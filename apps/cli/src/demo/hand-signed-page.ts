/** A one-page PDF with a stroke of the pen on it: what a scanner makes of a signed sheet, small enough to read. */
export function handSignedPage(): Buffer {
  const stroke =
    '1.5 w 0.1 0.1 0.5 RG 120 160 m 150 230 170 240 180 190 c 190 150 200 150 215 195 c 225 225 240 220 250 185 c 262 150 290 165 330 205 c S';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
    `<< /Length ${stroke.length} >>\nstream\n${stroke}\nendstream`,
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = pdf.length;
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const table = pdf.length;
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  pdf += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(pdf, 'latin1');
}
