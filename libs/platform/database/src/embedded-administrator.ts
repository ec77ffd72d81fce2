import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#config';

export interface EmbeddedAdministrator {
  readonly password: string;
  /** Writes the password beside the data, once it has opened them. */
  keep(): void;
}

/**
 * The administrator's password of the embedded server, in a file of its own: it must open the database whatever master
 * key is given, or nobody could be told which one is the right one. Folders made by an older version derived it.
 */
export function administratorOf({ dataDir, keys }: Config): EmbeddedAdministrator {
  const folder = join(dataDir, 'secrets');
  const file = join(folder, 'database.password');
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
  const derived = existsSync(join(dataDir, 'postgres'));
  if (kept === null && !derived) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeOnce(file, randomBytes(24).toString('base64url'));
    return { password: readFileSync(file, 'utf8').trim(), keep: () => undefined };
  }
  const password = kept ?? olderPassword(keys.master);
  return {
    password,
    keep: () => {
      if (kept === null) writeOnce(file, password);
    },
  };
}

function olderPassword(master: Buffer): string {
  return Buffer.from(hkdfSync('sha256', master, '', 'otzyv embedded administrator', 24)).toString('base64url');
}

/** The exclusive create lets two processes that start together agree on one password. */
function writeOnce(file: string, password: string): void {
  try {
    writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
