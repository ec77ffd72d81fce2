import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { latenessSchema } from '../requests.contract.ts';
import { requestStages } from '../request-state.ts';
import type { Overview } from './overview.contract.ts';

/** As `branch_overview` writes it: what nobody has is not named. */
type Counted = Omit<Overview, 'stages' | 'lateness'> & {
  readonly stages: Partial<Overview['stages']>;
  readonly lateness: Partial<Overview['lateness']>;
};

const noStages = Object.fromEntries(requestStages.map((stage) => [stage, 0])) as Overview['stages'];
const noLateness = Object.fromEntries(latenessSchema.options.map((lateness) => [lateness, 0])) as Overview['lateness'];

@Injectable()
export class OverviewRepository {
  constructor(private readonly database: Database) {}

  /** One round trip over sums, whatever the size of the branch. */
  async read(): Promise<Overview> {
    const rows = await this.database.readInBranch<{ overview: Counted }>(
      'SELECT branch_overview($1, $2) AS overview',
      [],
    );
    const counted = rows[0]?.overview;
    if (counted === undefined) throw new Error('The database gave no overview.');
    return {
      ...counted,
      stages: { ...noStages, ...counted.stages },
      lateness: { ...noLateness, ...counted.lateness },
      asOf: new Date(counted.asOf).toISOString(),
    };
  }
}
