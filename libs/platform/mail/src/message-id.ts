import { Problem } from '#kernel';

import { mailProblems } from './mail.problems.ts';

const MESSAGE_ID = /^<[\x21-\x3b\x3d\x3f\x41-\x7e]+@[\x21-\x3b\x3d\x3f\x41-\x7e]+>$/;
const LONGEST = 250;

/** Whether the text is one msg-id of RFC 5322 in angle brackets, printable ASCII, at most 250 characters. */
export function isMessageId(text: string): boolean {
  return text.length <= LONGEST && MESSAGE_ID.test(text);
}

/** @throws Problem `mail.message-id-invalid` */
export function parseMessageId(text: string): string {
  if (!isMessageId(text)) throw new Problem(mailProblems.messageIdInvalid);
  return text;
}

/** Every well-formed msg-id in a References or In-Reply-To value, in order, without repeats, at most `limit`. */
export function messageIdsIn(value: string, limit = 100): string[] {
  const ids = new Set<string>();
  for (const [id] of value.slice(0, 64 * 1024).matchAll(/<[^<>\s]{3,248}>/g)) {
    if (isMessageId(id)) ids.add(id);
    if (ids.size === limit) break;
  }
  return [...ids];
}
