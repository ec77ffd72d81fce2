import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { readAnswer } from '#law';
import type { WholeMessage } from '../correspondence.contract.ts';
import { MessageReading } from '../message-reading.service.ts';
import type { Hint, Hints } from './hints.contract.ts';

/** Characters of one part: no school writes more, and this many take the event loop only some tens of milliseconds. */
const MOST_TEXT = 200_000;

/** Reads what came in for what it seems to say. Applies nothing: a person classifies. */
@Injectable()
export class HintsService {
  constructor(private readonly reading: MessageReading) {}

  /** The hints of one message, body first; who asked stands in the log as a reader. @throws Problem not-found, vault.key-destroyed. */
  async of(by: Principal, messageId: string): Promise<Hints> {
    const message = await this.reading.read(by, messageId);
    if (message.direction === 'outbound') return { items: [], unread: [] };
    const items = hintsIn(message.text, null);
    const unread: number[] = message.text.length > MOST_TEXT ? [0] : [];
    for (const attachment of message.attachments) {
      const text = await this.textOf(by, message, attachment);
      if (text === null) unread.push(attachment.position);
      else {
        await nextTurn();
        items.push(...hintsIn(text, attachment.position));
      }
    }
    return { items, unread };
  }

  private async textOf(
    by: Principal,
    { id }: WholeMessage,
    { position, status, mediaType, size }: WholeMessage['attachments'][number],
  ): Promise<string | null> {
    if (status !== 'clean' || !mediaType.startsWith('text/plain') || size > MOST_TEXT) return null;
    return decoded((await this.reading.readAttachment(by, id, position)).content);
  }
}

function hintsIn(text: string, position: number | null): Hint[] {
  return readAnswer(text.slice(0, MOST_TEXT)).map(({ kind, value, offset, quote, confidence }) => ({
    ...{ kind, confidence },
    value: Object.fromEntries(
      Object.entries(value).map(([field, read]) => [
        field,
        typeof read === 'string' || typeof read === 'number' ? read : [...read],
      ]),
    ),
    place: { part: position === null ? 'body' : 'attachment', position, offset, quote },
  }));
}

/** Schools still write text files under Windows: what is no UTF-8 is taken for its Cyrillic page. */
function decoded(content: Buffer): string {
  const text = content.toString('utf8');
  return text.includes('\ufffd') ? new TextDecoder('windows-1251').decode(content) : text;
}
