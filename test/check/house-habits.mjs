import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const EMPTY_NAMES = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'manager', 'managers', 'base']);
const MOST_LINES = 250;
// Called, that is: a suite may choose `describe.skip` for a server that the machine does not have, with the reason said.
const SIDELINED_TEST =
  /\b(?:it|test|describe)(?:\.\w+(?:\([^)]*\))?)*\.(?:skip|only|todo)(?:\.\w+)?\s*[(`]|\b(?:xit|xtest|xdescribe|fit|fdescribe)\(/;
const PUT_OFF = /\b(?:TODO|FIXME|XXX)\b/;

/**
 * What no other tool looks for: names that say nothing, files too long to read, tests put aside, work put off, a
 * lockfile that ties the project to one registry. Answers one line per finding; an empty list is a tidy house.
 * @param {string} root folder that holds `apps`, `libs` and `test`
 * @returns {string[]}
 */
export function brokenHabits(root) {
  const findings = [];
  for (const file of filesUnder(root, ['apps', 'libs', 'migrations', 'test'])) {
    const words = (file.split('/').at(-1) ?? '').toLowerCase().split(/[-._]/);
    const empty = words.find((word) => EMPTY_NAMES.has(word));
    if (empty !== undefined) findings.push(`${file}: "${empty}" says nothing about what is inside; name the thing.`);
    if (!/\.(?:ts|mjs|js|tsx)$/.test(file)) continue;
    findings.push(...brokenInText(file, readFileSync(join(root, file), 'utf8')));
  }
  return [...findings, ...brokenInLockfile(join(root, 'package-lock.json'))];
}

function brokenInText(file, text) {
  const findings = [];
  const lines = text.split('\n');
  const product = /^(?:apps|libs)\//.test(file) && !file.endsWith('.spec.ts');
  if (product && lines.length - 1 > MOST_LINES) {
    findings.push(`${file}: ${lines.length - 1} lines; ${MOST_LINES} is the most. Split it by noun.`);
  }
  lines.forEach((line, index) => {
    const where = `${file}:${index + 1}`;
    if (/\.spec\.ts$/.test(file) && SIDELINED_TEST.test(line)) {
      findings.push(`${where}: a test is put aside. Repair it or delete it.`);
    }
    if (product && PUT_OFF.test(line)) findings.push(`${where}: work is put off in a comment. Do it or file it.`);
  });
  return findings;
}

function brokenInLockfile(path) {
  if (!existsSync(path)) return [];
  const tied = Object.entries(JSON.parse(readFileSync(path, 'utf8')).packages ?? {}).filter(
    ([, entry]) => typeof entry.resolved === 'string' && /^[a-z+]+:\/\//.test(entry.resolved),
  );
  if (tied.length === 0) return [];
  return [
    `package-lock.json: ${tied.length} packages name the host they came from (${tied[0][0]}). ` +
      'Keep omit-lockfile-registry-resolved=true in .npmrc and run npm install again.',
  ];
}

function filesUnder(root, folders) {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replace(/^\//, ''))
    .filter((file) => !file.includes('node_modules/'))
    .sort();
}
