import fc from 'fast-check';
import {
  type OracleCase,
  oracleDeadline,
  oracleExtension,
  oracleRuleIds,
  oracleZones,
} from '../../../test/support/term-oracle.ts';
import { engineDeadline } from '../../../test/support/engine-deadline.ts';
import { deadlineRules, regions } from './index.ts';

const FROM = Date.UTC(2022, 11, 25);
const TO = Date.UTC(2028, 0, 6);

const cases: fc.Arbitrary<OracleCase> = fc
  .record({
    rule: fc.constantFrom(...oracleRuleIds),
    zone: fc.constantFrom(...oracleZones),
    time: fc.oneof(
      fc.integer({ min: FROM, max: TO }),
      // Close to local midnights, where days are won and lost.
      fc
        .tuple(fc.integer({ min: FROM / 3_600_000, max: TO / 3_600_000 }), fc.integer({ min: -2, max: 2 }))
        .map(([hour, near]) => hour * 3_600_000 + near),
    ),
    asDay: fc.boolean(),
    share: fc.integer({ min: 0, max: 5 }),
    short: fc.boolean(),
    shift: fc.constantFrom(undefined, undefined, 'next_workday' as const, 'previous_workday' as const, 'none' as const),
    receipt: fc.constantFrom('as_received' as const, 'next_workday' as const),
  })
  .map(({ rule, zone, time, asDay, share, short, shift, receipt }) => ({
    rule,
    zone,
    event: asDay && !rule.startsWith('breach') ? new Date(time).toISOString().slice(0, 10) : time,
    extension: Math.floor((oracleExtension(rule) * share) / 5),
    short: short && rule === 'prosecutor30d',
    ...(shift === undefined ? {} : { shift }),
    receipt,
  }));

test('the engine and the independent oracle agree on 20,000 random cases over 2023-2027 in every zone', () => {
  let missing = 0;
  let provisional = 0;
  fc.assert(
    fc.property(cases, (question) => {
      const expected = oracleDeadline(question);
      if ('missingYear' in expected) missing += 1;
      else if (expected.provisional) provisional += 1;
      expect(engineDeadline(question)).toEqual(expected);
    }),
    { numRuns: 20_000 },
  );
  // The sample must reach the borders, or agreement on them would mean nothing.
  expect(missing).toBeGreaterThan(50);
  expect(provisional).toBeGreaterThan(1_000);
});

test('both agree on every day of 2023-2027 for every rule', () => {
  for (const rule of oracleRuleIds.filter((id) => !id.startsWith('breach'))) {
    for (let time = Date.UTC(2023, 0, 1); time < Date.UTC(2028, 0, 1); time += 86_400_000) {
      const question = { rule, zone: 'Asia/Kamchatka', event: new Date(time).toISOString().slice(0, 10) };
      const [mine, theirs] = [engineDeadline(question), oracleDeadline(question)];
      if (JSON.stringify(mine) !== JSON.stringify(theirs))
        expect({ question, mine }).toEqual({ question, mine: theirs });
    }
  }
});

test('the oracle knows every rule and every region’s zone', () => {
  expect([...oracleRuleIds].sort()).toEqual([...new Set(deadlineRules.map((rule) => rule.id))].sort());
  for (const region of regions) expect(oracleZones).toContain(region.timeZone);
});
