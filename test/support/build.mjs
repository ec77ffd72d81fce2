import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Builds into `dist` with `nest build`. With `--when-stale` only if something changed since the last build that
 * succeeded: asking the compiler takes seconds even when there is nothing to do.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const stamp = join(root, 'dist/.built');
const sources = [
  'apps',
  'libs',
  'migrations',
  'test',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'nest-cli.json',
];

const begun = new Date();
if (process.argv.includes('--when-stale') && existsSync(stamp) && newest(sources) < statSync(stamp).mtimeMs)
  process.exit(0);
const nest = join(root, 'node_modules/.bin/nest');
const { status, error } = spawnSync(nest, ['build'], { cwd: root, stdio: 'inherit' });
if (error !== undefined) {
  console.error('The build tools are not installed: run `npm ci` first.');
  process.exit(1);
}
if (status !== 0) process.exit(status ?? 1);
mkdirSync(join(root, 'dist'), { recursive: true });
// What changed while the compiler was reading counts as changed since.
writeFileSync(stamp, '');
utimesSync(stamp, begun, begun);

/** Folders count too: their time tells that a file was removed. */
function newest(names) {
  const listed = names
    .filter((name) => existsSync(join(root, name)) && statSync(join(root, name)).isDirectory())
    .flatMap((name) => readdirSync(join(root, name), { recursive: true }).map((inner) => join(name, inner)));
  return Math.max(...[...names, ...listed].map((name) => statSync(join(root, name)).mtimeMs));
}
