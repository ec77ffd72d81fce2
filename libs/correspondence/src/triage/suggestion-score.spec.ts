import { scoreOf, signals, trustIn } from './suggestion-score.ts';

const nothing = new Map<string, never>();

test('more signs score higher, the same sign twice does not, and nothing is ever certain', () => {
  expect(scoreOf(['reference', 'sender_address'], nothing)).toBeGreaterThan(scoreOf(['reference'], nothing));
  expect(scoreOf(['reference', 'reference'], nothing)).toBe(scoreOf(['reference'], nothing));
  expect(scoreOf([], nothing)).toBe(0);
  for (const signal of signals) expect(scoreOf([signal], nothing)).toBeLessThan(1);
});

test('a sign that people accept rises, one that they pass over falls', () => {
  const before = trustIn('sender_address');
  expect(trustIn('sender_address', { offered: 10, accepted: 10 })).toBeGreaterThan(before);
  expect(trustIn('sender_address', { offered: 10, accepted: 0 })).toBeLessThan(before);
});
