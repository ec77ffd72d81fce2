import { degrees, PDFDocument } from '@cantoo/pdf-lib';
import { createCanvas, ImageData } from '@napi-rs/canvas';
import { PDFiumLibrary } from '@hyzyla/pdfium';

interface ScannedPage {
  /** Null: a blank sheet. */
  readonly pdf: Uint8Array | null;
  readonly page: number;
  /** Degrees by which the sheet lay askew. */
  readonly turned?: number;
}

/** What a scanner makes of printed pages: one picture a sheet, grey, at 200 dots per inch, as JPEG. */
export async function scanned(pages: readonly ScannedPage[]): Promise<Uint8Array> {
  const library = await PDFiumLibrary.init();
  const made = await PDFDocument.create();
  try {
    for (const { pdf, page, turned = 0 } of pages) {
      const sheet = made.addPage([595, 842]);
      if (pdf === null) continue;
      const document = await library.loadDocument(pdf);
      const drawn = await document.getPage(page).render({ scale: 200 / 72, render: 'bitmap' });
      document.destroy();
      const picture = await made.embedJpg(photographed(drawn, turned));
      sheet.drawImage(picture, { x: 0, y: 0, width: 595, height: 842, rotate: degrees(0) });
    }
  } finally {
    library.destroy();
  }
  return made.save();
}

function photographed({ data, width, height }: { data: Uint8Array; width: number; height: number }, turned: number) {
  const plain = createCanvas(width, height);
  plain.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#f4f2ee';
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height / 2);
  context.rotate((turned * Math.PI) / 180);
  context.globalAlpha = 0.85;
  context.drawImage(plain, -width / 2, -height / 2);
  return canvas.toBuffer('image/jpeg', 60);
}
