import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rooms } from '../architecture/house-order.mjs';
import { drawDependencies } from './dependency-picture.mjs';

const root = new URL('../..', import.meta.url);
const doors = [
  ...['cli', 'api', 'worker'].map((name) => ({ name, path: `apps/${name}` })),
  // The files beside the doors: what every process is put together from.
  { name: 'assembly', path: 'apps' },
];

/** `docs/dependencies.svg`: reads every import of the product with dependency-cruiser and draws them. */
export function drawHouse() {
  const house = [...doors, ...[...rooms].reverse()].filter(({ path }) => existsSync(new URL(path, root)));
  const roomOf = (file) => house.find(({ path }) => file.startsWith(`${path}/`))?.name;
  const arrows = importsOfFiles()
    .filter(({ from }) => !from.endsWith('.spec.ts'))
    .map(({ from, to }) => ({ from: roomOf(from), to: roomOf(to) }))
    .filter(({ from, to }) => from !== undefined && to !== undefined);
  return drawDependencies(house, arrows);
}

function importsOfFiles() {
  const cruiser = fileURLToPath(new URL('node_modules/dependency-cruiser/bin/dependency-cruise.mjs', root));
  const rules = fileURLToPath(new URL('test/architecture/dependency-rules.mjs', root));
  const json = execFileSync(process.execPath, [cruiser, '--config', rules, '--output-type', 'json', 'libs', 'apps'], {
    cwd: fileURLToPath(root),
    maxBuffer: 256 * 1024 * 1024,
    encoding: 'utf8',
  });
  return JSON.parse(json).modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }) => ({ from: source, to: resolved })),
  );
}
