import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

const cruiser = fileURLToPath(
  new URL('../../node_modules/dependency-cruiser/bin/dependency-cruise.mjs', import.meta.url),
);
const rules = fileURLToPath(new URL('../architecture/dependency-rules.mjs', import.meta.url));

/** Runs the house's dependency rules over the folders that lie in `cwd`. */
export function runDepcruise(cwd: string, folders: readonly string[]): Promise<Violation[]> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [cruiser, '--config', rules, '--output-type', 'json', ...folders],
      { cwd, maxBuffer: 256 * 1024 * 1024 },
      (error, stdout, stderr) => {
        try {
          resolve((JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations);
        } catch {
          reject(new Error(`dependency-cruiser failed: ${error?.message ?? ''} ${stderr}`));
        }
      },
    );
  });
}
