import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Head } from './audit-anchors.ts';

/** The heads of all branches, for anchoring: numbers and hashes, nothing else crosses branches. */
@Injectable()
export class AuditHeads {
  constructor(private readonly db: Database) {}

  async all(): Promise<Head[]> {
    return this.db.outsideTenants((tx) =>
      tx.query<Head[]>(
        `SELECT branch_id AS "branchId", last_number::float8 AS number, encode(last_hash, 'hex') AS hash
         FROM all_audit_heads()`,
      ),
    );
  }
}
