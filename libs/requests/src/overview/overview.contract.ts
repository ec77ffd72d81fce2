import { z } from 'zod';
import { dto, instantSchema } from '#http';
import { latenessSchema } from '../requests.contract.ts';
import { requestStages } from '../request-state.ts';

const count = z.int().nonnegative();

export const overviewSchema = z.object({
  /** Every stage and every lateness, also those without a request. */
  stages: z.record(z.enum(requestStages), count),
  lateness: z.record(latenessSchema, count),
  /** Requests with a reply that nobody has classified. */
  replyWaiting: count,
  /** The last 36 months in which requests were opened, by Moscow time, the newest first. */
  months: z.array(z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), opened: count })),
  asOf: instantSchema,
});
export type Overview = z.infer<typeof overviewSchema>;

export class OverviewAnswer extends dto(overviewSchema) {}
