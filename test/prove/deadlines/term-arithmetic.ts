import { localDate } from '#kernel';
import { bundledCalendar, computeDeadline } from '#law';
import {
  type OracleCase,
  oracleDeadline,
  oracleExtension,
  oracleRuleIds,
  oracleZones,
} from '../../support/term-oracle.ts';
import { engineDeadline } from '../../support/engine-deadline.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { randomFrom } from '../random.ts';

const FROM = Date.UTC(2022, 11, 25);
const TO = Date.UTC(2028, 0, 6);

type Compute = typeof computeDeadline;

/** 11: term arithmetic equals an oracle that was written in another way, in every zone of the country. */
export const termArithmetic: PromiseProof = {
  id: '11-term-arithmetic',
  ciSize: 200_000,
  sabotageSize: 20_000,
  run: ({ n }) => Promise.resolve(compare(n, computeDeadline)),
  sabotages: [
    {
      name: 'counts the day of the event',
      run: ({ n }) =>
        Promise.resolve(
          compare(n, (input) =>
            computeDeadline('day' in input.event ? { ...input, event: { day: dayBefore(input.event.day) } } : input),
          ),
        ),
    },
    {
      name: 'works on Saturdays',
      run: ({ n }) => {
        const calendar = bundledCalendar.with({ week: 'six_day' });
        return Promise.resolve(compare(n, (input) => computeDeadline({ ...input, calendar })));
      },
    },
    {
      name: 'never moves a last day that is no working day',
      run: ({ n }) => Promise.resolve(compare(n, (input) => computeDeadline({ ...input, shift: 'none' }))),
    },
    {
      name: 'counts by the clock of Moscow everywhere',
      run: ({ n }) => Promise.resolve(compare(n, (input) => computeDeadline({ ...input, timeZone: 'Europe/Moscow' }))),
    },
  ],
};

function compare(n: number, compute: Compute): Verdict {
  const random = randomFrom(20261124);
  let violations = 0;
  let missingYears = 0;
  for (let turn = 0; turn < n; turn += 1) {
    const question = randomCase(random);
    const expected = oracleDeadline(question);
    if ('missingYear' in expected) missingYears += 1;
    if (JSON.stringify(engineDeadline(question, compute)) !== JSON.stringify(expected)) violations += 1;
  }
  return { n, violations, details: { missingYears, zones: oracleZones.length, rules: oracleRuleIds.length } };
}

function randomCase(random: () => number): OracleCase {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const rule = pick(oracleRuleIds);
  const near = random() < 0.5 ? 0 : Math.floor(random() * 5) - 2;
  // Half of the cases lie within two milliseconds of a full hour: local midnights are where days are won and lost.
  const time =
    near === 0
      ? Math.floor(FROM + random() * (TO - FROM))
      : Math.floor((FROM + random() * (TO - FROM)) / 3_600_000) * 3_600_000 + near;
  const asDay = random() < 0.5 && !rule.startsWith('breach');
  const shift = pick([undefined, undefined, 'next_workday', 'previous_workday', 'none'] as const);
  return {
    rule,
    zone: pick(oracleZones),
    event: asDay ? new Date(time).toISOString().slice(0, 10) : time,
    extension: Math.floor((oracleExtension(rule) * Math.floor(random() * 6)) / 5),
    short: random() < 0.5 && rule === 'prosecutor30d',
    ...(shift === undefined ? {} : { shift }),
    receipt: pick(['as_received', 'next_workday'] as const),
  };
}

function dayBefore(day: string) {
  return localDate(new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10));
}
