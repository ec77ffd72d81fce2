import type { ParsedMessage } from '#mail';
import type { ReceivedMail } from './received-mail.ts';

/** What cannot be read is kept all the same, for a person to look at. */
const UNPARSEABLE = 'unparseable';

/** Why mail is no person's, or null when no sign was found. What is not null never counts as an answer. */
export function machineOf(
  { arrivedAt }: Pick<ReceivedMail, 'arrivedAt'>,
  parsed: ParsedMessage | null,
  ownDomain: string,
): string | null {
  if (parsed === null) return UNPARSEABLE;
  // Our own mail, come round.
  if (parsed.messageId?.endsWith(`@${ownDomain}>`) === true) return 'loop';
  return parsed.machine?.kind ?? (arrivedAt === 'bounce' ? 'delivery-status' : null);
}
