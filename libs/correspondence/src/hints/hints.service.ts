import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import type { WholeMessage } from '../correspondence.contract.ts';
import { MessageReading } from '../message-reading.service.ts';
import { AnswerReader, type AnswerPart, type ReadPart } from './answer-reader.ts';
import type { Hint, Hints } from './hints.contract.ts';

/** Octets of one attachment; a scan of a letter is larger, and holds no text anyway. */
const MOST_OCTETS = 10 * 1024 * 1024;

type Attachment = WholeMessage['attachments'][number];
type Unread = Hints['unread'][number];

/** Reads what came in for what it seems to say. Applies nothing: a person classifies. */
@Injectable()
export class HintsService {
  constructor(
    private readonly reading: MessageReading,
    private readonly reader: AnswerReader,
  ) {}

  /** The hints of one message, body first; who asked stands in the log as a reader. @throws Problem not-found, vault.key-destroyed. */
  async of(by: Principal, messageId: string): Promise<Hints> {
    const message = await this.reading.read(by, messageId);
    if (message.direction === 'outbound') return { items: [], unread: [] };
    const body = await this.reader.read({ kind: 'body', text: message.text });
    const items = hintsOf(body, null);
    const unread: Unread[] = body.fault === null ? [] : [{ position: null, name: null, reason: body.fault }];
    for (const attachment of message.attachments) {
      const { position, name } = attachment;
      const part = await this.partOf(by, messageId, attachment);
      if (typeof part === 'string') {
        unread.push({ position, name, reason: part });
        continue;
      }
      const read = await this.reader.read(part);
      items.push(...hintsOf(read, attachment));
      if (read.fault !== null) unread.push({ position, name, reason: read.fault });
    }
    return { items, unread };
  }

  private async partOf(
    by: Principal,
    messageId: string,
    { position, status, mediaType, size }: Attachment,
  ): Promise<AnswerPart | Unread['reason']> {
    if (status !== 'clean') return 'quarantined';
    const kind = mediaType.startsWith('text/plain') ? 'text' : mediaType === 'application/pdf' ? 'pdf' : null;
    if (kind === null) return 'other_format';
    if (size > MOST_OCTETS) return 'too_long';
    const { content } = await this.reading.readAttachment(by, messageId, position);
    return { kind, bytes: new Uint8Array(content) };
  }
}

function hintsOf({ hints }: ReadPart, attachment: Pick<Attachment, 'position' | 'name'> | null): Hint[] {
  return hints.map(({ kind, value, offset, quote, confidence, page }) => ({
    ...{ kind, confidence },
    value: Object.fromEntries(
      Object.entries(value).map(([field, read]) => [
        field,
        typeof read === 'string' || typeof read === 'number' ? read : [...read],
      ]),
    ),
    place: {
      part: attachment === null ? 'body' : 'attachment',
      ...{ position: attachment?.position ?? null, name: attachment?.name ?? null, page, offset, quote },
    },
  }));
}
