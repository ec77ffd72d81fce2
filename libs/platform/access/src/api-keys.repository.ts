import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { decodeCursor } from '#kernel';

export interface ApiKeyRow {
  readonly id: string;
  readonly personId: string;
  readonly nameSealed: Buffer;
  readonly prefix: string;
  readonly scopes: readonly string[];
  /** PostgreSQL's own spelling, to the microsecond, for the cursor. */
  readonly createdAt: string;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly expired: boolean;
}

export interface NewApiKey {
  readonly id: string;
  readonly personId: string;
  readonly nameSealed: Buffer;
  readonly prefix: string;
  readonly keyHash: Buffer;
  readonly scopes: readonly string[];
  readonly days: number;
}

const COLUMNS = `id, person_id AS "personId", name_sealed AS "nameSealed", prefix, scopes, created_at::text AS "createdAt",
  expires_at AS "expiresAt", last_used_at AS "lastUsedAt", revoked_at AS "revokedAt", expires_at <= app_now() AS expired`;

/** Keys of the entered branch. */
@Injectable()
export class ApiKeysRepository {
  constructor(private readonly db: Database) {}

  async insert({ id, personId, nameSealed, prefix, keyHash, scopes, days }: NewApiKey): Promise<void> {
    await this.db.manager.query(
      `INSERT INTO api_keys (id, person_id, name_sealed, prefix, key_hash, scopes, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, app_now() + make_interval(days => $7))`,
      [id, personId, nameSealed, prefix, keyHash, scopes, days],
    );
  }

  async find(id: string): Promise<ApiKeyRow | null> {
    const [row] = await this.db.manager.query<ApiKeyRow[]>(`SELECT ${COLUMNS} FROM api_keys WHERE id = $1`, [id]);
    return row ?? null;
  }

  async findPage({
    sort,
    cursor,
    limit,
  }: {
    sort: string;
    cursor?: string | undefined;
    limit: number;
  }): Promise<ApiKeyRow[]> {
    const after = decodeCursor(cursor, sort);
    return this.db.manager.query<ApiKeyRow[]>(
      `SELECT ${COLUMNS} FROM api_keys WHERE $1::timestamptz IS NULL OR (created_at, id) < ($1, $2::uuid)
        ORDER BY created_at DESC, id DESC LIMIT $3`,
      [after?.key ?? null, after?.id ?? null, limit + 1],
    );
  }

  /** True when this call revoked it. */
  async revoke(id: string): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>(
      'UPDATE api_keys SET revoked_at = app_now() WHERE id = $1 AND revoked_at IS NULL',
      [id],
    );
    return count === 1;
  }
}
