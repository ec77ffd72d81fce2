import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { runDepcruise } from '../support/run-depcruise.ts';
import dependencyRules from './dependency-rules.mjs';
import { rooms, soleUsers } from './house-order.mjs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the house keeps its own rules', async () => {
  const violations = await runDepcruise(root, ['libs', 'apps', 'migrations']);
  expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
}, 60_000);

test('every rule bites: a house with one forbidden import per rule breaks exactly every rule', async () => {
  const house = mkdtempSync(join(tmpdir(), 'otzyv-forbidden-'));
  try {
    buildForbiddenHouse(house);
    const violations = await runDepcruise(house, ['libs', 'apps', 'migrations']);
    const broken = new Set(violations.map(({ rule }) => rule.name));
    expect([...broken].sort()).toEqual(dependencyRules.forbidden.map(({ name }) => name).sort());
  } finally {
    rmSync(house, { recursive: true, force: true });
  }
}, 60_000);

function buildForbiddenHouse(house: string): void {
  const put = (path: string, imports: readonly string[]) => {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    const lines = imports.map((target) => {
      const local = relative(dirname(path), target);
      return `import '${/^(libs|apps|test)\//.test(target) ? (local.startsWith('.') ? local : `./${local}`) : target}';`;
    });
    writeFileSync(join(house, path), `${lines.join('\n')}\nexport {};\n`);
  };
  put('test/inner.ts', []);
  put('apps/api/inner.ts', []);
  rooms.forEach((room, index) => {
    const next = rooms[index + 1];
    put(`${room.path}/src/inner.ts`, []);
    put(`${room.path}/src/index.ts`, next === undefined ? [] : [`${next.path}/src/index.ts`]);
    put(`apps/api/into-${room.name}.ts`, [`${room.path}/src/inner.ts`]);
  });
  for (const { library } of soleUsers) {
    put(`node_modules/${library}/index.js`, []);
    writeFileSync(
      join(house, `node_modules/${library}/package.json`),
      JSON.stringify({ name: library, main: 'index.js' }),
    );
  }
  put(
    'apps/api/every-library.ts',
    soleUsers.map(({ library }) => library),
  );
  put('libs/law/src/knows-app.ts', ['apps/api/inner.ts']);
  put('libs/law/src/knows-test.ts', ['test/inner.ts']);
  put('libs/platform/kernel/src/reads-files.ts', ['node:fs']);
  put('libs/law/src/circle-a.ts', ['libs/law/src/circle-b.ts']);
  put('libs/law/src/circle-b.ts', ['libs/law/src/circle-a.ts']);
  put('libs/law/src/lost.ts', ['libs/law/src/nowhere.ts']);
  put('migrations/0001.ts', []);
}
