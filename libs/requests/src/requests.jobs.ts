import { z } from 'zod';
import { idSchema } from '#kernel';
import { defineJob } from '#outbox';

/** Asked for by the sweep in SQL (`announce_passed_deadlines`) when the database's clock is past a deadline. */
export const passDeadline = defineJob({
  name: 'requests.pass-deadline',
  payload: z.strictObject({ deadlineId: idSchema }),
  // A worker that dies holds it for no longer: a deadline fires within a minute all the same.
  leaseMs: 20_000,
});

/** Asked for by the sweep in SQL (`announce_due_reminders`) when a reminder of a deadline is due. */
export const remind = defineJob({
  name: 'requests.remind',
  payload: z.strictObject({ deadlineId: idSchema }),
});

/** Tells later rooms that a term ran out unanswered. */
export const deadlinePassed = defineJob({
  name: 'requests.deadline-passed',
  payload: z.strictObject({ deadlineId: idSchema }),
});

/** Another calendar or another version of a rule is in force: the branch's open deadlines are computed anew. */
export const recomputeDeadlines = defineJob({
  name: 'requests.recompute-deadlines',
  payload: z.strictObject({ because: z.string().max(120) }),
});

/** Tells later rooms that a person has called an answer a refusal without reasons. */
export const refusedWithoutReasons = defineJob({
  name: 'requests.refused-without-reasons',
  payload: z.strictObject({ requestId: idSchema }),
});
