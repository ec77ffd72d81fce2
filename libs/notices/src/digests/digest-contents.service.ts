import { Injectable } from '@nestjs/common';
import { PublicLinks } from '#access';
import { Database } from '#database';
import { addDays, type Locale, localDateIn } from '#kernel';
import { type Branch, Organisations } from '#organisations';
import type { VisibleClock } from '../clocks/visible-clock.ts';
import { type Reader, VisibleClocks } from '../clocks/visible-clocks.service.ts';

/** Days ahead that a digest looks: what begins to burn before the next weekly one. */
const AHEAD = 7;
/** Days back; what is older than two years is no news. */
const BACK = 730;
const MOST_LINES = 50;
const MOST_UNREAD = 1000;

export interface DigestLine {
  readonly caseNumber: string | null;
  readonly title: string;
  readonly dueOn: VisibleClock['dueOn'];
  readonly link: string;
}

export interface DigestContent {
  readonly branch: Branch;
  readonly overdue: readonly DigestLine[];
  readonly due: readonly DigestLine[];
  /** There is more than the lines show. */
  readonly more: boolean;
  /** At most a thousand are counted. */
  readonly unread: number;
  readonly notificationsLink: string;
}

/** What a person is told of a branch at this moment: nothing that they would not see on signing in. */
@Injectable()
export class DigestContents {
  constructor(
    private readonly database: Database,
    private readonly clocks: VisibleClocks,
    private readonly organisations: Organisations,
    private readonly links: PublicLinks,
  ) {}

  /** 'nobody': no member, no reader, a branch that is not open. 'nothing': all is quiet. */
  async of(reader: Reader, { language, timeZone }: { language: Locale; timeZone: string }) {
    const seen = await this.clocks.asPerson(reader, async () => {
      const branch = await this.organisations.branch();
      const today = localDateIn(timeZone, await this.database.now());
      const limit = MOST_LINES + 1;
      const [past, ahead] = [
        { from: addDays(today, -BACK), to: addDays(today, -1) },
        { from: today, to: addDays(today, AHEAD) },
      ];
      const overdue = await this.clocks.between(past, { status: ['armed', 'passed'], limit, latest: true });
      const due = await this.clocks.between(ahead, { status: ['armed', 'passed'], limit });
      return { branch, overdue, due, unread: await this.clocks.unread(reader.personId, MOST_UNREAD) };
    });
    if (seen === null || seen.branch.status !== 'open') return 'nobody';
    if (seen.overdue.length + seen.due.length + seen.unread === 0) return 'nothing';
    const below = `/v1/branches/${reader.branchId}`;
    const lines = (clocks: readonly VisibleClock[]): DigestLine[] =>
      clocks.slice(0, MOST_LINES).map(({ caseNumber, title, dueOn, path }) => ({
        ...{ caseNumber, dueOn, title: title[language] },
        link: this.links.to(`${below}${path}`),
      }));
    return {
      branch: seen.branch,
      overdue: lines(seen.overdue).reverse(),
      due: lines(seen.due),
      more: seen.overdue.length > MOST_LINES || seen.due.length > MOST_LINES,
      unread: seen.unread,
      notificationsLink: this.links.to(`${below}/me/notifications?unread=true`),
    } satisfies DigestContent;
  }
}
