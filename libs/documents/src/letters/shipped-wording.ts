import { readFileSync } from 'node:fs';

const PART = /^\{%- # part: ([a-z-]+) -%\}$/gmu;

/**
 * The LiquidJS wording that ships with the program, whole: a line `{%- # part: name -%}` is replaced by the file of that
 * name. It is put together before anybody sees it, so that a version that a lawyer approved holds all of its text.
 */
export function shippedWording(name: string): string {
  return read(`./${name}.liquid`).replace(PART, (_whole, part: string) => read(`./parts/${part}.liquid`));
}

function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8');
}
