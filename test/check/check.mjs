import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Everything that can be known without running the product, the quick things first; stops at the first that fails. */
const steps = [
  ['house habits', 'node test/check/check-habits.mjs', 'names, file sizes, tests put aside, the lockfile'],
  ['format', 'prettier --check --log-level warn .', 'run `npm run format`'],
  ['types', 'node test/support/build.mjs', 'the types of the product'],
  ['generated files', 'node test/check/generate.mjs --check', 'run `npm run generate`'],
  [
    'dependency rules',
    'depcruise --config test/architecture/dependency-rules.mjs --output-type err libs apps migrations',
    'the order of the rooms stands in test/architecture/house-order.mjs',
  ],
  ['types of tests', 'tsc -p test/tsconfig.json', 'the types of the specs'],
  ['lint', 'eslint --config .eslint.config.mjs .', 'npx eslint --config .eslint.config.mjs --fix may help'],
];

const bin = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));
const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
for (const [name, command, advice] of steps) {
  const started = Date.now();
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit', env });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (status !== 0) {
    console.error(`\ncheck: ${name} failed after ${seconds} s (${advice}). Command: ${command}`);
    process.exit(1);
  }
  console.log(`check: ${name} is in order (${seconds} s)`);
}
