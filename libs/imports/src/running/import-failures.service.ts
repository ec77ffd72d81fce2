import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Problem } from '#kernel';
import { type JobClaim, Outbox } from '#outbox';
import { ImportsRepository } from '../imports.repository.ts';
import type { ImportOrder } from './import-order.ts';

/** What a file itself is to blame for ends its import with a code; anything else is repeated as every job is. */
@Injectable()
export class ImportFailures {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly imports: ImportsRepository,
  ) {}

  async guard({ row }: ImportOrder, claim: JobClaim, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const code = error instanceof Problem && error.status < 500 ? error.code : null;
      if (code === null) throw error;
      await this.db.transaction(async () => {
        const now = await this.imports.lock(row.id);
        if (now.run === row.run) await this.imports.change(row.id, { status: 'failed', errorCode: code });
        await this.outbox.finish(claim);
      });
    }
  }
}
