import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { accessDocument } from './access-document.mjs';
import { drawHouse } from './draw-house.mjs';
import { environmentExample } from './environment-example.mjs';
import { openapiDocument } from './openapi-document.mjs';
import { rolesDocument } from './roles-document.mjs';

/** Writes the files that are made from the code; with `--check`, only says which of them are out of date. */
const made = {
  '.env.example': environmentExample,
  'docs/roles.md': rolesDocument,
  'docs/access-matrix.md': accessDocument,
  'docs/dependencies.svg': drawHouse,
  'docs/openapi.json': openapiDocument,
};

const onlyCheck = process.argv.includes('--check');
for (const [path, make] of Object.entries(made)) {
  const target = new URL(`../../${path}`, import.meta.url);
  const text = await make();
  if (existsSync(target) && readFileSync(target, 'utf8') === text) continue;
  if (onlyCheck) {
    console.error(`${path} is not what the code says. Run \`npm run generate\` and commit it.`);
    process.exitCode = 1;
  } else {
    writeFileSync(target, text);
    console.log(`${path} written`);
  }
}
