/** Values that JSON can hold and a field seldom expects. A `Literal` is written as it stands, not as a string. */
export class Literal {
  constructor(readonly text: string) {}
}

const DEEP = 5_000;
const MEGABYTE = 1_048_576;

export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\0',
  'до\0после',
  '\ud800',
  '\udfff\ud800',
  '\u202eтсет',
  '\u2028\u2029',
  '\r\nX-Injected: 1',
  'е\u0308'.repeat(300),
  '👨‍👩‍👧‍👦'.repeat(100),
  "'; DROP TABLE families; --",
  '%00%0a',
  '../../../etc/passwd',
  '{{7*7}}${7*7}',
  '=1+1',
  'a'.repeat(MEGABYTE),
  'я'.repeat(70_000),
  '00000000-0000-0000-0000-000000000000',
  '2026-02-30',
  '9999999-12-31',
  '-271821-04-20T00:00:00.000Z',
  '2026-01-01T00:00:00+99:99',
  'NaN',
  'null',
];

export const hostileValues: readonly unknown[] = [
  null,
  true,
  [],
  {},
  [[]],
  [null],
  -1,
  0,
  0.1,
  -0,
  Number.MAX_SAFE_INTEGER + 1,
  new Literal('9223372036854775808'),
  new Literal('-9223372036854775809'),
  new Literal('1e308'),
  new Literal('1e999'),
  new Literal(`${'['.repeat(DEEP)}${']'.repeat(DEEP)}`),
  new Literal(`${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`),
  new Literal('{"__proto__":{"isAdmin":true}}'),
  new Literal('{"constructor":{"prototype":{"isAdmin":true}}}'),
  new Literal('{"toString":1,"hasOwnProperty":2,"length":-1}'),
  Array.from({ length: 2_000 }, () => 'x'),
  ...hostileTexts,
];

/** JSON text in which every `Literal` stands for itself. */
export function jsonOf(value: unknown): string {
  if (value instanceof Literal) return value.text;
  if (Array.isArray(value)) return `[${value.map((item) => (item === undefined ? 'null' : jsonOf(item))).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${jsonOf(item)}`).join(',')}}`;
}
