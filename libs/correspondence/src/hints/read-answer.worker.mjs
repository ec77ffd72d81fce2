// The inside of the reading thread. Plain JavaScript, because a thread cannot load TypeScript and the same file must serve
// the sources and the build.
import { TextDecoder } from 'node:util';
import { parentPort } from 'node:worker_threads';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { readAnswer } from '#law';

/** Characters and pages of one part: no school writes more. */
const MOST = { text: 200_000, pages: 100 };

parentPort.on('message', ({ kind, text, bytes }) => {
  const reading =
    kind === 'body'
      ? Promise.resolve(ofText(text))
      : kind === 'pdf'
        ? ofPdf(bytes)
        : Promise.resolve(ofText(decoded(bytes)));
  reading.then(
    (answer) => parentPort.postMessage(answer),
    // The library's own words may quote the document, so they stay here.
    () => parentPort.postMessage({ hints: [], fault: 'not_readable' }),
  );
});

parentPort.postMessage('ready');

function ofText(text) {
  const hints = readAnswer(text.slice(0, MOST.text)).map((hint) => ({ ...hint, page: null }));
  return { hints, fault: text.length > MOST.text ? 'too_long' : null };
}

async function ofPdf(data) {
  const loading = getDocument({
    data,
    useSystemFonts: false,
    isEvalSupported: false,
    disableFontFace: true,
    verbosity: 0,
  });
  try {
    const document = await loading.promise;
    const starts = [];
    let text = '';
    const pages = Math.min(document.numPages, MOST.pages);
    for (let number = 1; number <= pages && text.length <= MOST.text; number += 1) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      starts.push(text.length);
      text += `${linesOf(items)}\n`;
      page.cleanup();
    }
    if (text.trim() === '') return { hints: [], fault: 'no_text' };
    const hints = readAnswer(text.slice(0, MOST.text)).map((hint) => {
      const page = starts.findLastIndex((start) => start <= hint.offset);
      return { ...hint, page: page + 1, offset: hint.offset - starts[page] };
    });
    return { hints, fault: document.numPages > MOST.pages || text.length > MOST.text ? 'too_long' : null };
  } finally {
    await loading.destroy();
  }
}

/** Lines are the typesetter's: words that run on are joined, so that a sentence is read as one. */
function linesOf(items) {
  return items
    .map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''))
    .join('')
    .replace(/(?<=\p{L})[-\u00ad]\n(?=\p{Ll})/gu, '')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/(?<=[\p{L}\p{N},«("–—№])\n(?=[\p{Ll}\p{N}№«(])/gu, ' ');
}

/** Schools still write text files under Windows: what is no UTF-8 is taken for its Cyrillic page. */
function decoded(content) {
  const text = new TextDecoder('utf-8').decode(content);
  return text.includes('\ufffd') ? new TextDecoder('windows-1251').decode(content) : text;
}
