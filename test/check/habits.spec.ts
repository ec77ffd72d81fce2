import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brokenHabits } from './house-habits.mjs';

let house = '';
beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'otzyv-habits-'));
});
afterEach(() => {
  rmSync(house, { recursive: true, force: true });
});

const put = (path: string, text: string) => {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
};

test('a tidy house has no finding', () => {
  put('libs/law/src/database-basis.ts', 'export {};\n');
  put('libs/law/src/law.spec.ts', "it('counts', () => {});\n");
  put('package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }));
  expect(brokenHabits(house)).toEqual([]);
});

// Spelt so that this file keeps the habits itself.
const aside = (...words: string[]) => `${words.join('.')}('counts', () => {});\n`;

test.each([
  ['a name that says nothing', 'libs/law/src/date-utils.ts', 'export {};\n', '"utils"'],
  ['a file too long to read', 'apps/api/src/routes.ts', '\n'.repeat(251), '251 lines'],
  ['a test put aside', 'libs/law/src/law.spec.ts', aside('it', 'skip'), 'law.spec.ts:1'],
  ['a focused test', 'test/e2e/slice.spec.ts', `\n${aside('describe', 'each([])', 'only')}`, 'slice.spec.ts:2'],
  ['work put off', 'libs/law/src/term.ts', `// ${['TO', 'DO'].join('')} later\n`, 'put off'],
  [
    'a lockfile tied to a host',
    'package-lock.json',
    JSON.stringify({ packages: { 'node_modules/a': { resolved: 'https://packages.test/a.tgz' } } }),
    'node_modules/a',
  ],
])('%s is found', (_habit, path, text, expected) => {
  put(path, text);
  expect(brokenHabits(house)).toEqual([expect.stringContaining(expected)]);
});
