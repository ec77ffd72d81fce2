// Plain JavaScript on purpose: a worker thread of Node 20 cannot load TypeScript. Strangers' PDFs are drawn by PDFium and
// read by ZXing, both inside WebAssembly, whose memory nothing gets out of.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { PDFDocument } from '@cantoo/pdf-lib';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const require = createRequire(import.meta.url);
prepareZXingModule({
  overrides: { wasmBinary: readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm')).buffer },
});
const library = await PDFiumLibrary.init();

/** Dots per inch: the smallest module of our codes is 0.4 mm, four dots wide at the first; a faint scan is tried again. */
const RESOLUTIONS = [200, 300];
/** Pixels on the longer side: a page of a square metre is not drawn larger than a sheet of A3. */
const LONGEST = 5000;

async function codesOf(document, index) {
  for (const dpi of RESOLUTIONS) {
    // Drawing closes the page.
    const page = document.getPage(index);
    const { originalWidth: width, originalHeight: height } = page.getOriginalSize();
    const scale = Math.min(dpi / 72, LONGEST / Math.max(width, height, 1));
    const drawn = await page.render({ scale, render: 'bitmap' });
    const image = { data: new Uint8ClampedArray(drawn.data), width: drawn.width, height: drawn.height };
    const found = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 8 });
    const texts = found.map(({ text }) => text);
    if (texts.some((text) => text.startsWith('OTZYV:'))) return texts;
  }
  return [];
}

async function read(pdf, mostPages) {
  const document = await library.loadDocument(pdf);
  try {
    const count = document.getPageCount();
    if (count > mostPages) return { fault: 'tooManyPages' };
    const pages = [];
    for (let index = 0; index < count; index += 1) pages.push(await codesOf(document, index));
    return { pages };
  } finally {
    document.destroy();
  }
}

async function cut(pdf, parts) {
  const whole = await PDFDocument.load(pdf, { updateMetadata: false });
  const made = [];
  for (const indexes of parts) {
    const part = await PDFDocument.create({ updateMetadata: false });
    for (const page of await part.copyPages(whole, indexes)) part.addPage(page);
    made.push(await part.save());
  }
  return { parts: made };
}

parentPort.on('message', async ({ pdf, mostPages, parts }) => {
  try {
    parentPort.postMessage(parts === undefined ? await read(pdf, mostPages) : await cut(pdf, parts));
  } catch {
    // What a stranger's file makes a library say may quote the file.
    parentPort.postMessage({ fault: 'unreadable' });
  }
});
