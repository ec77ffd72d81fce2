import { z } from 'zod';
import { defineJob } from '#outbox';
import { idSchema } from '#kernel';

const ofMessage = z.object({ messageId: idSchema });

/** Hands one queued message to the mail server. A failure of our own is repeated for days, never given up in silence. */
export const deliverMessageJob = defineJob({
  name: 'correspondence.deliver-message',
  payload: ofMessage,
  leaseMs: 30_000,
  retry: { attempts: 1000, maxDelayMs: 300_000 },
});

/** Enqueued by the database itself when it takes a mail in (accept_inbound_mail). */
export const recordReplyJob = defineJob({
  name: 'correspondence.record-reply',
  payload: z.object({ inboundMailId: idSchema }),
  retry: { attempts: 1000, maxDelayMs: 300_000 },
});

/** Enqueued by the database itself when it takes a mail to a branch in (accept_branch_mail). */
export const sortMailJob = defineJob({
  name: 'correspondence.sort-mail',
  payload: z.object({ inboundMailId: idSchema }),
  retry: { attempts: 1000, maxDelayMs: 300_000 },
});

/** Tells later features that an outbound message became sent, refused, unknown or failed. */
export const messageSettledJob = defineJob({ name: 'correspondence.message-settled', payload: ofMessage });

/** Tells later features that an inbound message was recorded in its thread. */
export const replyRecordedJob = defineJob({ name: 'correspondence.reply-recorded', payload: ofMessage });
