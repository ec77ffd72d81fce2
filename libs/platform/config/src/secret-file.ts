import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from './configuration-error.ts';

const KEY_BYTES = 32;

/**
 * Reads a 32-byte key, base64, from `path`; without a path, from the data folder, where it is made on first use with
 * mode 0600. The exclusive create lets two processes that start together agree on one key.
 */
export function readSecretKey(path: string | undefined, dataDir: string, name: string): Buffer {
  const file = path ?? join(dataDir, 'secrets', `${name}.key`);
  if (path === undefined) {
    mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
    try {
      writeFileSync(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length !== KEY_BYTES) {
    throw new ConfigurationError(`${file} must hold ${KEY_BYTES} bytes in base64; it holds ${key.length}.`);
  }
  return key;
}
