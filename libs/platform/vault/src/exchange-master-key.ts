import { type Client, escapeLiteral } from 'pg';
import { ConfigurationError } from '#config';
import type { LoginRole } from '#database';
import type { KeyService } from './key-service.ts';
import { MASTER_LOCK } from './master-lock.ts';
import { platformContext, type WrappedPlatformKey } from './platform-keys.ts';

export interface MasterExchangeOptions {
  /** Logged in as one whom row security does not hold (`rotate-keys` checks that). */
  readonly client: Client;
  readonly from: KeyService;
  readonly to: KeyService;
  /** What the runtime logins get in the same moment. */
  readonly passwords: Readonly<Record<LoginRole, string>>;
  /** Called between any two steps; a kill there, or anywhere else, loses nothing. */
  readonly onStep?: () => Promise<void> | void;
}

export interface MasterExchangeReport {
  /** How many keys were wrapped anew; 0 when an earlier run had finished. */
  readonly rewrapped: number;
}

interface BranchRow {
  readonly branch: string;
  readonly id: string;
  readonly wrapped: Buffer;
}

/**
 * Puts everything under another master key, in one transaction: before its commit the old key opens everything, after
 * it the new one does, and there is no moment between. It wraps keys only, some per branch, so it is short.
 * @throws ConfigurationError when the data are under neither of the two.
 */
export async function exchangeMasterKey(options: MasterExchangeOptions): Promise<MasterExchangeReport> {
  const { client, from, to, passwords, onStep = () => undefined } = options;
  await onStep();
  await client.query('BEGIN');
  try {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('${MASTER_LOCK}'))`);
    const { rows } = await client.query<{ fingerprint: string | null }>(
      'SELECT fingerprint FROM master_key FOR UPDATE',
    );
    const now = rows[0]?.fingerprint ?? null;
    if (now !== from.fingerprint && now !== to.fingerprint) {
      throw new ConfigurationError(
        `The data are under the master key ${now ?? '(none yet)'}, which is neither ${from.fingerprint} nor ${to.fingerprint}. Nothing was changed.`,
      );
    }
    let rewrapped = 0;
    if (now === from.fingerprint) {
      rewrapped = (await rewrapBranchKeys(options)) + (await rewrapPlatformKeys(options));
      await client.query('UPDATE master_key SET fingerprint = $1, since = now()', [to.fingerprint]);
      await onStep();
    }
    for (const [role, password] of Object.entries(passwords)) {
      await client.query(`ALTER ROLE ${role} PASSWORD ${escapeLiteral(password)}`);
      await onStep();
    }
    await client.query('COMMIT');
    await onStep();
    return { rewrapped };
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function rewrapBranchKeys(options: MasterExchangeOptions): Promise<number> {
  const { rows } = await options.client.query<BranchRow>(
    `SELECT branch_id AS branch, id, wrapped FROM vault_keys
     WHERE family_id IS NULL AND destroyed_at IS NULL ORDER BY branch_id, id FOR UPDATE`,
  );
  for (const { branch, id, wrapped } of rows) {
    const anew = await rewrapped(options, wrapped, [branch, 'branch']);
    await options.client.query('UPDATE vault_keys SET wrapped = $3 WHERE branch_id = $1 AND id = $2', [
      branch,
      id,
      anew,
    ]);
    await options.onStep?.();
  }
  return rows.length;
}

async function rewrapPlatformKeys(options: MasterExchangeOptions): Promise<number> {
  const { rows } = await options.client.query<WrappedPlatformKey>(
    'SELECT name, wrapped FROM platform_keys ORDER BY name FOR UPDATE',
  );
  for (const { name, wrapped } of rows) {
    const anew = await rewrapped(options, wrapped, platformContext(name));
    await options.client.query('UPDATE platform_keys SET wrapped = $2 WHERE name = $1', [name, anew]);
    await options.onStep?.();
  }
  return rows.length;
}

/** The old box is given up only for a new one that opens. */
async function rewrapped({ from, to }: MasterExchangeOptions, wrapped: Buffer, context: string[]): Promise<Buffer> {
  const key = await from.unwrap(wrapped, context);
  const anew = await to.wrap(key, context);
  if (!key.equals(await to.unwrap(anew, context))) throw new Error('The new master key does not open what it wrapped.');
  return anew;
}
