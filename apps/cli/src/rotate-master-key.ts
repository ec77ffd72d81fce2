import type { Client } from 'pg';
import { type Config, ConfigurationError, fingerprintOf } from '#config';
import { loginPasswords } from '#database';
import { exchangeMasterKey, MasterKey } from '#vault';

/** Puts everything under the key of NEW_MASTER_KEY_FILE; resolves to what the person is told to do next. */
export async function rotateMasterKey(client: Client, { keys }: Config): Promise<string> {
  const { master, newMaster } = keys;
  if (newMaster === undefined || newMaster.equals(master)) {
    throw new ConfigurationError(
      'Set NEW_MASTER_KEY_FILE to a file with another key (openssl rand -base64 32), beside MASTER_KEY_FILE with the present one.',
    );
  }
  const { rewrapped } = await exchangeMasterKey({
    client,
    from: new MasterKey(master),
    to: new MasterKey(newMaster),
    passwords: loginPasswords(newMaster),
  });
  const done = rewrapped === 0 ? 'An earlier run had finished' : `${rewrapped} keys wrapped anew`;
  return [
    `${done}: the data are under the master key ${fingerprintOf(newMaster)}.`,
    'Processes that run with the old key end within a minute; those given both keys find the right one when they start.',
    'Then set MASTER_KEY_FILE to the new file, unset NEW_MASTER_KEY_FILE, and take a backup of the key store.',
    'Keep the old key only as long as key stores from before are kept: it opens those and nothing else.',
    '',
  ].join('\n');
}
