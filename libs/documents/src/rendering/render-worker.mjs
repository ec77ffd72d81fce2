// Plain JavaScript on purpose: a worker thread of Node 20 cannot load TypeScript, and this one file must run the same
// from the source tree (tests) and from the build.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { pageCodes } from './page-codes.mjs';

const require = createRequire(import.meta.url);
const fonts = workerData.fonts ?? [
  require.resolve('@expo-google-fonts/pt-serif/400Regular/PTSerif_400Regular.ttf'),
  require.resolve('@expo-google-fonts/pt-serif/700Bold/PTSerif_700Bold.ttf'),
];
const compiler = NodeCompiler.create({
  workspace: fileURLToPath(new URL('.', import.meta.url)),
  fontArgs: [{ fontBlobs: fonts.map((file) => readFileSync(file)) }],
});
const layout = fileURLToPath(new URL('./letter.typ', import.meta.url));

/** Keeps what the layout says of itself, drops what it quotes: quoted text may be a family's. */
const withoutQuotes = (message) => message.replace(/(["`]).*\1/gsu, '...');

function problemsOf(compiled) {
  const found = [compiled.takeDiagnostics(), compiled.takeWarnings()].filter((error) => error !== null);
  return found.flatMap((error) => error.shortDiagnostics.map((diagnostic) => withoutQuotes(diagnostic.message)));
}

/** Characters of JSON that a page holds at the least: a letter rarely turns out longer than was thought. */
const LEAST_PER_PAGE = 1500;

/** How many pages a letter has is known only when it is set; each needs a code of its own. */
function compile(page) {
  const parsed = JSON.parse(page);
  const expected = Math.ceil(page.length / LEAST_PER_PAGE);
  const set = (count) =>
    compiler.compile({ mainFilePath: layout, inputs: { page, codes: JSON.stringify(pageCodes(parsed, count)) } });
  const compiled = set(expected);
  const pages = compiled.result?.numOfPages ?? 0;
  return pages > expected ? set(pages) : compiled;
}

function render(page) {
  const compiled = compile(page);
  // A missing font is only a warning to Typst, and the letter would come out empty: no warning is let pass.
  const problems = problemsOf(compiled);
  if (compiled.result === null || problems.length > 0) return { reason: problems.join('; ') || 'no document' };
  const pages = compiled.result.numOfPages;
  let pdf;
  try {
    pdf = compiler.pdf(compiled.result, { pdfStandard: 'a-2a', pdfTags: true });
  } catch (error) {
    return { reason: withoutQuotes(String(error.message)) };
  }
  return { pdf: new Uint8Array(pdf), pages, sha256: createHash('sha256').update(pdf).digest('hex') };
}

parentPort.on('message', (page) => {
  const answer = render(page);
  parentPort.postMessage(answer, answer.pdf === undefined ? [] : [answer.pdf.buffer]);
  // Typst memoises by content and never forgets by itself.
  compiler.evictCache(5);
});
parentPort.postMessage('ready');
