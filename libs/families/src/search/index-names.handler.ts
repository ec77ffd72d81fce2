import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { indexNamesJob } from '../families.jobs.ts';
import { FamilySearchIndex } from './family-search-index.service.ts';
import { FamilySearchRepository } from './family-search.repository.ts';

const AT_ONCE = 200;

/** One transaction for a piece: its tokens, the job for the next piece, and the end of this one. */
@Injectable()
@HandlesJob(indexNamesJob)
export class IndexNamesHandler implements JobHandler<typeof indexNamesJob> {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly tokens: FamilySearchRepository,
    private readonly index: FamilySearchIndex,
  ) {}

  async run({ after }: PayloadOf<typeof indexNamesJob>, claim: JobClaim): Promise<void> {
    await this.db.transaction(async () => {
      const familyIds = await this.tokens.findAfter(after, AT_ONCE);
      await this.index.refresh(familyIds);
      const last = familyIds.at(-1);
      if (last !== undefined && familyIds.length === AT_ONCE) await this.outbox.enqueue(indexNamesJob, { after: last });
      await this.outbox.finish(claim);
    });
  }
}
