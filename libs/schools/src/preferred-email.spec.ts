import { localDate } from '#kernel';
import { preferredEmail } from './preferred-email.ts';

const email = (address: string, quality: 'verified' | 'unverified' | 'bouncing', day: string) => ({
  ...{ address, quality, purpose: 'general' as const },
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

test('of two equally good addresses the one for personal data is taken', () => {
  const office = email('office@school.test', 'unverified', '2026-05-01');
  const forData = { ...email('pd@school.test', 'unverified', '2020-01-01'), purpose: 'personal_data' as const };
  expect(preferredEmail({ emails: [office, forData] })).toBe('pd@school.test');
});
