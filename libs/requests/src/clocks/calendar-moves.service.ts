import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { bundledCalendar, type CalendarData, calendarDataSchema } from '#law';
import { countMoves, type Moves } from './count-moves.ts';
import { LawInForce } from './law-in-force.service.ts';
import { OpenDeadlinesRepository } from './open-deadlines.repository.ts';

/** Shows which calendars there are and what another one would do to the open deadlines of the branch. */
@Injectable()
export class CalendarMoves {
  constructor(
    private readonly database: Database,
    private readonly law: LawInForce,
    private readonly open: OpenDeadlinesRepository,
  ) {}

  /** Of the families that the caller sees. @throws Problem requests.calendar-unknown. */
  async count(version: string): Promise<Moves & { calendar: string }> {
    return this.database.transaction(async () => {
      const { rules } = await this.law.now();
      const calendar = await this.law.calendar(version);
      return { calendar: version, ...countMoves(await this.open.terms(), { rules, calendar }) };
    });
  }

  async list() {
    return this.database.transaction(async () => {
      const { calendar } = await this.law.now();
      const loaded = await this.open.editions();
      const items = [
        { version: bundledCalendar.version, loadedAt: null, appliedAt: null, years: yearsOf(bundledCalendar.data) },
        ...loaded.map(({ version, data, loadedAt, appliedAt }) => ({
          ...{ version, loadedAt: loadedAt.toISOString(), appliedAt: appliedAt?.toISOString() ?? null },
          years: yearsOf(calendarDataSchema.parse(data)),
        })),
      ];
      return { items: items.map((item) => ({ ...item, inForce: item.version === calendar.version })) };
    });
  }
}

function yearsOf({ years }: CalendarData) {
  return years.map(({ year, status, decree, confidence }) => ({ year, status, decree, confidence }));
}
