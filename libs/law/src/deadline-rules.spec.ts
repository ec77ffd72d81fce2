import { localDate } from '#kernel';
import { deadlineRules, ruleInForce } from './index.ts';

const stop = ruleInForce('stop10wd', localDate('2026-11-24'));

test('the versions meet without a gap: the one in force on the day of receipt applies', () => {
  const older = { ...stop, validFrom: null, validTo: localDate('2025-08-31'), amount: 30 };
  const newer = { ...stop, version: 2, validFrom: localDate('2025-09-01'), validTo: null };
  const rules = [newer, older];
  expect(ruleInForce('stop10wd', localDate('2025-08-31'), rules).version).toBe(1);
  expect(ruleInForce('stop10wd', localDate('2025-09-01'), rules).version).toBe(2);
});

test('the latest version wins where two overlap', () => {
  const rules = [stop, { ...stop, version: 3 }, { ...stop, version: 2 }];
  expect(ruleInForce('stop10wd', localDate('2026-01-01'), rules).version).toBe(3);
});

test('ten working days to stop exist since 01.09.2022 only', () => {
  expect(ruleInForce('stop10wd', localDate('2022-09-01'))).toBe(stop);
  expect(() => ruleInForce('stop10wd', localDate('2022-08-31'))).toThrow(
    expect.objectContaining({ code: 'law.rule-not-in-force', parameters: { rule: 'stop10wd', day: '2022-08-31' } }),
  );
});

test('an unknown rule is a problem', () => {
  expect(() => ruleInForce('stop11wd', localDate('2026-01-01'))).toThrow(
    expect.objectContaining({ code: 'law.rule-unknown' }),
  );
});

test('hour rules neither shift nor extend, working days need no shift', () => {
  for (const rule of deadlineRules) {
    if (rule.unit !== 'calendar_day') expect([rule.id, rule.shift]).toEqual([rule.id, 'none']);
    if (rule.unit === 'hour') expect([rule.id, rule.extension]).toEqual([rule.id, null]);
  }
});
