import { localDate } from '#kernel';
import { preferredEmail } from './preferred-email.ts';

const email = (address: string, quality: 'verified' | 'unverified' | 'bouncing', day: string) => ({
  ...{ address, quality, source: 'сайт' },
  observedOn: localDate(day),
});

test('a verified address wins over a newer unverified one, and the newest of equals is taken', () => {
  const emails = [
    email('new@school.test', 'unverified', '2026-05-01'),
    email('old@school.test', 'verified', '2020-01-01'),
    email('mid@school.test', 'verified', '2024-01-01'),
  ];
  expect(preferredEmail({ emails })).toBe('mid@school.test');
});

test('an address that bounces is never taken', () => {
  expect(preferredEmail({ emails: [email('gone@school.test', 'bouncing', '2026-05-01')] })).toBeNull();
});
