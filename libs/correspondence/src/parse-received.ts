import { Problem } from '#kernel';
import { mailProblems, type MessageParser, type ParsedMessage } from '#mail';
import type { ReceivedMail } from './received-mail.ts';

/** Null for mail that the parser gives up on. */
export async function parseReceived(
  parser: MessageParser,
  { raw, envelopeFrom }: Pick<ReceivedMail, 'raw' | 'envelopeFrom'>,
): Promise<ParsedMessage | null> {
  try {
    return await parser.parse(raw, { envelopeFrom });
  } catch (error) {
    if (error instanceof Problem && error.definition === mailProblems.unreadable) return null;
    throw error;
  }
}
