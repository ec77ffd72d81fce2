import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { cutPage, newId, notFound, type Page, Problem } from '#kernel';
import { type Keyring, Vault } from '#vault';
import { accessProblems } from './access.problems.ts';
import { type ApiKeyRow, ApiKeysRepository } from './api-keys.repository.ts';
import type { Principal } from './principal.ts';
import type { Permission } from './role-permissions.ts';
import { hashOfToken, newSecretToken } from './secret-token.ts';

const OWNER = { kind: 'branch' } as const;
/** `otzyv_` and five characters: enough to tell keys apart, of no use for guessing the other 228 bits. */
const SHOWN = 11;

export interface ApiKeyView {
  readonly id: string;
  /** Whose permissions it works with. */
  readonly personId: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly state: 'valid' | 'expired' | 'revoked';
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
}

/** Keys with which programs act for the person who made them, in one branch, within chosen permissions, for a time. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly keys: ApiKeysRepository,
  ) {}

  async list(query: { sort: string; cursor?: string | undefined; limit: number }): Promise<Page<ApiKeyView>> {
    return this.db.transaction(async () => {
      const rows = await this.keys.findPage(query);
      const page = cutPage(rows, query.limit, query.sort, ({ createdAt, id }) => ({ key: createdAt, id }));
      const ring = await this.vault.keyring([OWNER]);
      return { ...page, items: page.items.map((row) => toView(row, ring)) };
    });
  }

  /** Resolves to the key itself too, which is shown this once. @throws Problem access.scope-too-wide. */
  async create(
    by: Principal,
    { name, scopes, days }: { name: string; scopes: readonly Permission[]; days: number },
  ): Promise<ApiKeyView & { readonly key: string }> {
    const beyond = scopes.find((scope) => !by.permissions.has(scope));
    if (beyond !== undefined) {
      throw new Problem(accessProblems.scopeTooWide, { parameters: { permission: beyond }, pointer: '/scopes' });
    }
    const [id, key] = [newId(), `otzyv_${newSecretToken()}`];
    return this.db.transaction(async () => {
      const ring = await this.vault.keyring([OWNER]);
      await this.keys.insert({
        ...{ id, personId: by.personId, days, scopes: [...new Set(scopes)].sort() },
        ...{
          prefix: key.slice(0, SHOWN),
          keyHash: hashOfToken(key),
          nameSealed: ring.seal(OWNER, namePlace(id), name),
        },
      });
      this.note(by, 'integrations.create-key', id, { scopes: scopes.length, days });
      return { ...toView(await this.get(id), ring), key };
    });
  }

  /** Refused from the next request on. Again is no error. @throws Problem not-found. */
  async revoke(by: Principal, id: string): Promise<void> {
    await this.db.transaction(async () => {
      await this.get(id);
      if (await this.keys.revoke(id)) this.note(by, 'integrations.revoke-key', id, {});
    });
  }

  private async get(id: string): Promise<ApiKeyRow> {
    const row = await this.keys.find(id);
    if (row === null) throw notFound();
    return row;
  }

  private note(by: Principal, action: string, id: string, details: Record<string, number>): void {
    this.audit.record({ action, by, subject: { type: 'api-key', id }, details });
  }
}

function toView(row: ApiKeyRow, ring: Keyring): ApiKeyView {
  const { id, personId, prefix, scopes, expiresAt, lastUsedAt, createdAt } = row;
  return {
    ...{ id, personId, prefix, scopes, name: ring.open(OWNER, namePlace(id), row.nameSealed) },
    state: row.revokedAt !== null ? 'revoked' : row.expired ? 'expired' : 'valid',
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}

function namePlace(id: string) {
  return { table: 'api_keys', column: 'name', row: id };
}
