import { z } from 'zod';
import { defineJob, delayAfter } from './define-job.ts';

const payload = z.object({});

test('the first part of the name is the queue', () => {
  expect(defineJob({ name: 'correspondence.deliver-message', payload }).queue).toBe('correspondence');
});

test.each(['deliver', 'Correspondence.deliver', 'a:b.c', 'a..b', '.a', 'письма.отправить', `a.${'b'.repeat(99)}`])(
  '%s is refused as a name',
  (name) => {
    expect(() => defineJob({ name, payload })).toThrow('is no job name');
  },
);

test('pauses grow by the factor up to the longest', () => {
  const { retry } = defineJob({ name: 'a.b', payload, retry: { firstDelayMs: 100, factor: 3, maxDelayMs: 1000 } });
  expect([1, 2, 3, 4].map((failures) => delayAfter(failures, retry))).toEqual([100, 300, 900, 1000]);
  expect(delayAfter(10_000, retry)).toBe(1000);
});
