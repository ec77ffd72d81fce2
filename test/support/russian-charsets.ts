import { TextDecoder } from 'node:util';

/** Encodes into an 8-bit charset by turning the platform's decoder round. */
export function encodeIn(charset: 'koi8-r' | 'windows-1251' | 'ibm866', text: string): Buffer {
  const decoder = new TextDecoder(charset);
  const codes = new Map<string, number>();
  for (let byte = 0; byte < 256; byte += 1) codes.set(decoder.decode(Buffer.of(byte)), byte);
  return Buffer.from(Array.from(text, (letter) => codes.get(letter) ?? 0x3f));
}
