import { TextDecoder } from 'node:util';

import { SaxesParser } from 'saxes';

import { TableFault } from './table-fault.mjs';

/** The text of one part, piece by piece. */
export async function* readPart(stream) {
  const decoder = new TextDecoder('utf-8');
  try {
    for await (const piece of stream) yield decoder.decode(piece, { stream: true });
  } finally {
    stream.destroy();
  }
}

/**
 * A parser that calls `open(name, attributes)`, `close(name)` and `text(text)` with names without their prefix. A document
 * type, the only door to entities, is refused: no workbook has one.
 */
export function xmlParser({ open, close, text }) {
  const parser = new SaxesParser({ position: false });
  parser.on('doctype', () => {
    throw new TableFault('xmlEntities');
  });
  parser.on('error', () => {
    throw new TableFault('damaged');
  });
  parser.on('opentag', ({ name, attributes }) => open(local(name), attributes));
  if (close !== undefined) parser.on('closetag', ({ name }) => close(local(name)));
  if (text !== undefined) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  return parser;
}

/** Feeds a whole part to a parser. */
export async function parsePart(part, handlers) {
  const parser = xmlParser(handlers);
  for await (const piece of part) parser.write(piece);
  parser.close();
}

function local(name) {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19, ST_Xstring). */
export function unescapeText(text) {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}
