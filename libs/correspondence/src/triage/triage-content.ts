import { z } from 'zod';
import type { ParsedMessage } from '#mail';
import type { Keyring, SealedPlace } from '#vault';

/** What a person sees of a mail that is not matched, and by what it may be matched: sealed as one, by the branch's key. */
const triageContentSchema = z.object({
  from: z.string().nullable(),
  fromAddress: z.string().nullable(),
  to: z.array(z.string()),
  subject: z.string().nullable(),
  text: z.string(),
  attachments: z.array(z.object({ name: z.string().nullable(), mediaType: z.string(), size: z.int() })),
  /** Message-IDs that it says it answers. */
  references: z.array(z.string()),
});
export type TriageContent = z.output<typeof triageContentSchema>;

const BRANCH = { kind: 'branch' } as const;
const NOTHING: TriageContent = {
  ...{ from: null, fromAddress: null, to: [], subject: null, text: '', attachments: [], references: [] },
};

export function triageContentOf(parsed: ParsedMessage | null): TriageContent {
  if (parsed === null) return NOTHING;
  const { from, to, subject, text, attachments, references, inReplyTo } = parsed;
  return {
    from: from === null ? null : spelled(from),
    fromAddress: from === null || from.address === '' ? null : from.address,
    to: to.map(spelled),
    subject: subject === '' ? null : subject,
    text,
    attachments: attachments.map(({ filename, contentType, content }) => ({
      ...{ name: filename, mediaType: contentType, size: content.length },
    })),
    references: [...new Set([...(inReplyTo === null ? [] : [inReplyTo]), ...references])],
  };
}

export function sealTriageContent(ring: Keyring, id: string, content: TriageContent): Buffer {
  return ring.seal(BRANCH, place('content', id), JSON.stringify(content));
}

/** Empty for a mail that was attached: what it says lies with the family then. */
export function openTriageContent(ring: Keyring, id: string, sealed: Buffer): TriageContent {
  if (sealed.length === 0) return NOTHING;
  return triageContentSchema.parse(JSON.parse(ring.open(BRANCH, place('content', id), sealed)));
}

/** @param packed as {@link packReceived} makes it */
export function sealTriageRaw(ring: Keyring, id: string, packed: Buffer): Buffer {
  return ring.sealBytes(BRANCH, place('raw', id), packed);
}

export function openTriageRaw(ring: Keyring, id: string, sealed: Buffer): Buffer {
  return ring.openBytes(BRANCH, place('raw', id), sealed);
}

function place(column: string, row: string): SealedPlace {
  return { table: 'triage_mails', column, row };
}

function spelled({ name, address }: { readonly name: string; readonly address: string }): string {
  return name === '' ? address : `${name} <${address}>`;
}
