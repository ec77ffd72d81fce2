import { MOST_ATTEMPTS, retryDelay } from './retry-delay.ts';

test('delays double from half a minute to four hours, and the last attempt comes after some three days', () => {
  const delays = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, index) => retryDelay(index + 1, () => 0));
  expect(delays.slice(0, 4)).toEqual([30, 60, 120, 240]);
  expect(delays).toEqual([...delays].sort((a, b) => a - b));
  expect(Math.max(...delays)).toBe(4 * 3600);
  const days = delays.reduce((sum, delay) => sum + delay, 0) / 86_400;
  expect(days).toBeGreaterThan(2);
  expect(days).toBeLessThan(5);
});

test('chance only ever adds, and at most a tenth', () => {
  expect(retryDelay(3, () => 0.999_999)).toBeLessThanOrEqual(132);
  expect(retryDelay(3, () => 0.5)).toBe(126);
});
