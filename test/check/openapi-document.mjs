import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `docs/openapi.json`: what the API says of itself, asked of a built one on a database of its own. */
export function openapiDocument() {
  const folder = mkdtempSync(join(tmpdir(), 'otzyv-openapi-'));
  try {
    const file = join(folder, 'openapi.json');
    execFileSync(process.execPath, ['dist/apps/cli/src/main.js', 'openapi', '--out', file], { stdio: 'pipe' });
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
