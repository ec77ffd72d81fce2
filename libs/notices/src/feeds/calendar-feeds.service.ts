import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Attempts, type Client, hashOfToken, newSecretToken, PublicLinks, type SignedInPerson } from '#access';
import { Database } from '#database';
import { addDays, type Locale, localDateIn, notFound } from '#kernel';
import { MailRoute } from '#mail';
import { VisibleClocks } from '../clocks/visible-clocks.service.ts';
import type { CalendarFeed } from './calendar-feeds.contract.ts';
import { CalendarFeedsRepository } from './calendar-feeds.repository.ts';
import { type CalendarEntry, deadlineCalendar } from './deadline-calendar.ts';

const BACK = 60;
const AHEAD = 400;
/** Of each branch, the nearest days first: more is nothing that a calendar program shows. */
const MOST_ENTRIES = 2000;

export interface FeedContent {
  readonly body: string;
  /** Quoted, as the header has it. */
  readonly entityTag: string;
}

/** The deadlines that a person sees, for their calendar program, under an address that only they know. */
@Injectable()
export class CalendarFeeds {
  constructor(
    private readonly database: Database,
    private readonly feeds: CalendarFeedsRepository,
    private readonly clocks: VisibleClocks,
    private readonly attempts: Attempts,
    private readonly links: PublicLinks,
    private readonly route: MailRoute,
  ) {}

  async find({ personId }: SignedInPerson): Promise<{ feed: CalendarFeed | null }> {
    const found = await this.feeds.find(personId);
    return { feed: found === null ? null : { ...found, createdAt: found.createdAt.toISOString() } };
  }

  /** Resolves to the address too, which is shown this once; the one before is void. */
  async make({ personId }: SignedInPerson, language: Locale): Promise<CalendarFeed & { address: string }> {
    const secret = newSecretToken();
    const createdAt = (await this.feeds.put(personId, hashOfToken(secret), language)).toISOString();
    return { createdAt, language, address: this.links.to(`/calendar/${secret}.ics`) };
  }

  /** Again is no error. */
  async revoke({ personId }: SignedInPerson): Promise<void> {
    await this.feeds.drop(personId);
  }

  /** @throws Problem not-found for unknown and revoked secrets alike, access.too-many-attempts. */
  async read(secret: string, { network }: Client): Promise<FeedContent> {
    const secretHash = hashOfToken(secret);
    await this.attempts.take('calendarFeed', secretHash.toString('hex'), network);
    const reader = await this.feeds.findReader(secretHash);
    if (reader === null) throw notFound();
    const { personId, language } = reader;
    const entries: CalendarEntry[] = [];
    for (const branchId of await this.feeds.branchesOf(personId)) entries.push(...(await this.of(branchId, personId)));
    const body = deadlineCalendar(entries, language, this.route.domain);
    return { body, entityTag: `"${createHash('sha256').update(body).digest('base64url')}"` };
  }

  private async of(branchId: string, personId: string): Promise<CalendarEntry[]> {
    const clocks = await this.clocks.asPerson({ branchId, personId }, async () => {
      const today = localDateIn('UTC', await this.database.now());
      const days = { from: addDays(today, -BACK), to: addDays(today, AHEAD) };
      return this.clocks.between(days, { status: ['armed', 'passed'], limit: MOST_ENTRIES });
    });
    const below = `/v1/branches/${branchId}`;
    return (clocks ?? []).map((clock) => ({ ...clock, link: this.links.to(`${below}${clock.path}`) }));
  }
}
