import type { RefusedRecipient } from '#mail';

/**
 * What a mail server's no to one recipient says of the address. By RFC 3463: 5.7.x concerns the sender or a policy and
 * 5.2.2 a full mailbox; any other permanent no means that the address is of no use. A passing no (greylisting) says nothing.
 */
export function bounceKind({ permanent, response }: RefusedRecipient): 'hard' | 'soft' | null {
  if (!permanent) return null;
  const [, subject, detail] = /\b5\.(\d{1,3})\.(\d{1,3})\b/.exec(response) ?? [];
  if (subject === '7') return null;
  return subject === '2' && detail === '2' ? 'soft' : 'hard';
}
