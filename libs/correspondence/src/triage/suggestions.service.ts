import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { replyTokensIn } from '#mail';
import { SenderAddresses } from '#schools';
import { Vault } from '#vault';
import { tokenHash } from '../reply-token.ts';
import type { ThreadEntity } from '../thread.entity.ts';
import { ThreadsRepository } from '../threads.repository.ts';
import { scoreOf, type Signal } from './suggestion-score.ts';
import { openTriageContent } from './triage-content.ts';
import { TriageLessonsRepository } from './triage-lessons.repository.ts';
import { TriageMailsRepository, type WholeTriageMailRow } from './triage-mails.repository.ts';
import type { Suggestion } from './triage.contract.ts';

const THREADS_OF_A_SENDER = 20;
const MOST = 10;

/** Where an unmatched mail may belong, for a person to decide. Looked up with the eyes of who asks, so it shows no foreign family. */
@Injectable()
export class Suggestions {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly senders: SenderAddresses,
    private readonly threads: ThreadsRepository,
    private readonly mails: TriageMailsRepository,
    private readonly lessons: TriageLessonsRepository,
  ) {}

  /** The best first, at most ten. @throws Problem not-found. */
  async of(mailId: string): Promise<Suggestion[]> {
    return this.db.transaction(async () => this.ofMail(await this.mails.get(mailId)));
  }

  /** Joins the open transaction. */
  async ofMail(mail: WholeTriageMailRow): Promise<Suggestion[]> {
    const records = await this.lessons.records();
    const found = await this.signsOf(mail);
    return [...found.values()]
      .map(({ thread, signals }) => ({
        ...{ threadId: thread.id, familyId: thread.familyId, authorityId: thread.authorityId },
        about: { type: thread.subjectType, id: thread.subjectId },
        score: scoreOf(signals, records),
        signals,
      }))
      .sort((a, b) => b.score - a.score || (a.threadId < b.threadId ? 1 : -1))
      .slice(0, MOST);
  }

  /** A person attached the mail to these threads: what pointed there was right, what pointed only elsewhere was wrong. */
  async learn(mail: WholeTriageMailRow, chosen: readonly { readonly id: string; readonly authorityId: string }[]) {
    const ids = new Set(chosen.map(({ id }) => id));
    const offered = await this.ofMail(mail);
    for (const signal of new Set(offered.flatMap(({ signals }) => signals))) {
      await this.lessons.note(
        signal,
        offered.some(({ threadId, signals }) => ids.has(threadId) && signals.includes(signal)),
      );
    }
    if (mail.senderIndex === null) return;
    for (const authorityId of new Set(chosen.map((thread) => thread.authorityId))) {
      await this.lessons.noteSender(mail.senderIndex, authorityId);
    }
  }

  private async signsOf(mail: WholeTriageMailRow): Promise<Map<string, { thread: ThreadEntity; signals: Signal[] }>> {
    const ring = await this.vault.keyring([]);
    const { text, references, fromAddress } = openTriageContent(ring, mail.id, mail.contentSealed);
    const found = new Map<string, { thread: ThreadEntity; signals: Signal[] }>();
    const note = (signal: Signal, threads: readonly ThreadEntity[]): void => {
      for (const thread of threads) {
        const entry = found.get(thread.id) ?? { thread, signals: [] };
        entry.signals.push(signal);
        found.set(thread.id, entry);
      }
    };
    note('quoted_address', await this.threads.findByTokens(replyTokensIn(text).map(tokenHash)));
    note('reference', await this.threads.findByMessageIds(references));
    const known = mail.senderIndex === null ? [] : await this.lessons.authoritiesOf(mail.senderIndex);
    note('known_sender', await this.threads.findByAuthorities(known, THREADS_OF_A_SENDER));
    const listed = fromAddress === null ? [] : await this.senders.authoritiesOf(fromAddress);
    note('sender_address', await this.threads.findByAuthorities(listed, THREADS_OF_A_SENDER));
    return found;
  }
}
