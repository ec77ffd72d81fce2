import type { StoredFile } from '#files';
import { localDate } from '#kernel';
import type { Message, WholeMessage } from './correspondence.contract.ts';
import type { DeliveryAttemptEntity } from './delivery-attempt.entity.ts';
import type { MessageContent } from './message-content.ts';
import type { MessageEntity } from './message.entity.ts';

/** What a list shows: everything but the content. */
export function messageView(row: MessageEntity): Message {
  const { id, threadId, familyId, letterId, direction, channel, state, machine, messageIdHeader, serverResponse } = row;
  return {
    ...{ id, threadId, familyId, letterId, direction, channel, state, machine, messageIdHeader, serverResponse },
    attentionSince: instant(row.attentionSince),
    sentAt: instant(row.sentAt),
    receivedAt: instant(row.receivedAt),
    createdAt: row.createdAt.toISOString(),
  };
}

export function wholeMessageView(
  row: MessageEntity,
  read: {
    readonly content: MessageContent;
    readonly registrationNumber: string | null;
    readonly attachments: readonly { readonly position: number; readonly file: StoredFile }[];
    readonly attempts: readonly DeliveryAttemptEntity[];
  },
): WholeMessage {
  const { from, to, subject, text, filedOn } = read.content;
  return {
    ...messageView(row),
    ...{ from, to, subject, text },
    filedOn: filedOn === null ? null : localDate(filedOn),
    registrationNumber: read.registrationNumber,
    attachments: read.attachments.map(({ position, file }) => ({
      position,
      fileId: file.id,
      name: file.name,
      mediaType: file.mediaType,
      size: file.size,
      sha256: file.sha256,
      status: file.status,
    })),
    attempts: read.attempts.map(({ fence, startedAt, finishedAt, outcome, phase, response }) => ({
      fence: Number(fence),
      startedAt: startedAt.toISOString(),
      finishedAt: instant(finishedAt),
      ...{ outcome, phase, response },
    })),
  };
}

function instant(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
