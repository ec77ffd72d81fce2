import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { SaxesParser } from 'saxes';

interface Archive {
  eachEntry(): AsyncIterable<{ readonly fileName: string }>;
  openReadStreamPromise(entry: object): Promise<Readable>;
}
const zip = createRequire(import.meta.url)('yauzl') as { fromBufferPromise(bytes: Buffer): Promise<Archive> };

/** The parts of an Office document by name. */
export async function officeParts(document: Buffer): Promise<Map<string, string>> {
  const archive = await zip.fromBufferPromise(document);
  const parts = new Map<string, string>();
  for await (const entry of archive.eachEntry()) {
    parts.set(entry.fileName, (await buffer(await archive.openReadStreamPromise(entry))).toString('utf8'));
  }
  return parts;
}

/** @throws where the XML is not well formed. */
export function textOfXml(xml: string): string {
  const parser = new SaxesParser();
  const said: string[] = [];
  parser.on('text', (text) => said.push(text));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return said.join(' ').replaceAll('\u00a0', ' ').replace(/\s+/gu, ' ');
}
