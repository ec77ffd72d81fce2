import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { localDate, localDateIn, type Localised, Problem } from '#kernel';
import {
  computeDeadline,
  type DeadlineRule,
  deadlineRulesFor,
  explainDeadline,
  lawProblems,
  ruleInForce,
  type TermEvent,
} from '#law';
import { Authorities } from '#schools';
import { type Law, LawInForce } from './law-in-force.service.ts';
import type { WhatIfAnswer, WhatIfBody } from './what-if.contract.ts';

type SupposedDeadline = InstanceType<typeof WhatIfAnswer>['items'][number];

/** Answers when a term would end; keeps nothing. */
@Injectable()
export class WhatIf {
  constructor(
    private readonly database: Database,
    private readonly law: LawInForce,
    private readonly authorities: Authorities,
  ) {}

  /** @throws Problem law.calendar-year-missing and whatever else the arithmetic refuses, requests.calendar-unknown. */
  async compute(body: WhatIfBody): Promise<{ items: SupposedDeadline[] }> {
    const { law, place } = await this.database.transaction(async () => {
      const now = await this.law.now();
      const { calendarVersion: version } = body;
      const calendar = version === undefined ? now.calendar : await this.law.calendar(version);
      return { law: { ...now, calendar }, place: await this.placeOf(body) };
    });
    const at = eventOf(body);
    const day = 'day' in at ? at.day : localDateIn(zoneOf(place.timeZone), at.instant);
    const clocks =
      body.demand === undefined
        ? [{ rule: ruleInForce(body.ruleId ?? '', day, law.rules), isDefault: true, condition: null }]
        : deadlineRulesFor(body.demand, day, law.rules);
    return { items: clocks.map((clock) => suppose(clock, at, place, body, law)) };
  }

  private async placeOf({ authorityId, timeZone, regionCode }: WhatIfBody): Promise<Place> {
    if (authorityId !== undefined) return this.authorities.get(authorityId);
    return { timeZone: timeZone ?? '', regionCode: regionCode ?? null };
  }
}

interface Place {
  readonly timeZone: string;
  readonly regionCode: string | null;
}

function suppose(
  clock: { rule: DeadlineRule; isDefault: boolean; condition: Localised | null },
  event: TermEvent,
  { timeZone, regionCode }: Place,
  { demand, extension, receipt, shift, short }: WhatIfBody,
  law: Law,
): SupposedDeadline {
  const { rule, isDefault, condition } = clock;
  const deadline = computeDeadline({
    ...{ rule, event, timeZone, receipt, short },
    calendar: law.calendar.countedFor(rule, regionCode),
    // Of a demand only those terms are extended that the law extends; a rule that was asked for by name answers why not.
    extension: demand !== undefined && rule.extension === null ? false : asExtension(extension),
    ...(shift !== undefined && { shift }),
  });
  const { kind, startedOn, dueOn, provisional, calendarVersion } = deadline;
  return {
    ...{ ruleId: rule.id, ruleVersion: rule.version, title: rule.title, source: rule.source },
    ...{ confidence: rule.confidence, isDefault, condition, calendarVersion, timeZone, kind },
    ...{ startedOn, dueOn, dueAt: deadline.dueAt.toISOString(), provisional },
    explanation: { ru: explainDeadline(deadline, 'ru'), en: explainDeadline(deadline, 'en') },
    warnings: deadline.provisionalYears.map((year) => {
      const warning = new Problem(lawProblems.calendarYearProvisional, { parameters: { year } });
      return { code: warning.code, year, ru: warning.textIn('ru'), en: warning.textIn('en') };
    }),
  };
}

function asExtension(extension: WhatIfBody['extension']) {
  return typeof extension === 'boolean' ? extension : { amount: extension.amount };
}

function eventOf({ event }: WhatIfBody): TermEvent {
  return 'day' in event ? { day: localDate(event.day) } : { instant: new Date(event.instant) };
}

/** @throws Problem law.time-zone-unknown. */
function zoneOf(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Problem(lawProblems.timeZoneUnknown, { pointer: '/timeZone', parameters: { timeZone: name } });
  }
}
