import { z } from 'zod';
import type { KeyOwner, Keyring, SealedPlace } from '#vault';

/** What a message says and who with: everything in it is personal, so it is one sealed document per message. */
export const messageContentSchema = z.object({
  from: z.string().nullable(),
  to: z.array(z.string()),
  subject: z.string().nullable(),
  text: z.string(),
  /** The day on which a person filed it, for channels that a person serves. */
  filedOn: z.string().nullable().default(null),
  /** The name beside our own address, outbound only. */
  senderName: z.string().nullable().default(null),
  /** Outbound mail only: names this message, and nothing else, as the address of its bounces. Whoever knows it can bounce it. */
  returnToken: z.string().nullable().default(null),
  /** What the other server said of a received mail, before any header could lie. */
  envelope: z.object({ from: z.string(), remoteAddress: z.string() }).nullable().default(null),
});
export type MessageContent = z.output<typeof messageContentSchema>;

interface SealedMessage {
  readonly id: string;
  readonly familyId: string;
}

export function familyKey({ familyId }: Pick<SealedMessage, 'familyId'>): KeyOwner {
  return { kind: 'family', familyId };
}

export function sealContent(
  ring: Keyring,
  message: SealedMessage,
  content: z.input<typeof messageContentSchema>,
): Buffer {
  const whole = JSON.stringify(messageContentSchema.parse(content));
  return ring.seal(familyKey(message), place('content', message), whole);
}

export function openContent(
  ring: Keyring,
  message: SealedMessage & { readonly contentSealed: Buffer },
): MessageContent {
  const whole = ring.open(familyKey(message), place('content', message), message.contentSealed);
  return messageContentSchema.parse(JSON.parse(whole));
}

export function sealRegistrationNumber(ring: Keyring, message: SealedMessage, number: string): Buffer {
  return ring.seal(familyKey(message), place('registration_number', message), number);
}

export function openRegistrationNumber(
  ring: Keyring,
  message: SealedMessage & { readonly registrationNumberSealed: Buffer | null },
): string | null {
  if (message.registrationNumberSealed === null) return null;
  return ring.open(familyKey(message), place('registration_number', message), message.registrationNumberSealed);
}

function place(column: string, { id }: Pick<SealedMessage, 'id'>): SealedPlace {
  return { table: 'messages', column, row: id };
}
