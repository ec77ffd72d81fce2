import { Problem } from '#kernel';
import { PasswordPolicy } from './password-policy.ts';

const policy = new PasswordPolicy();
const anna = ['anna.obraztsova@kazan.test', 'Анна Образцова'];

test.each([
  ['коротко', 'password-short'],
  ['password12345', 'password-common'],
  ['qwerty123456', 'password-common'],
  ['йцукен123456', 'password-common'],
  ['привет2026', 'password-common'],
  ['ghbdtn2026', 'password-common'],
  ['образцова2', 'password-personal'],
  ['obraztsova1', 'password-personal'],
  ['aaaaaaaaaaaaaaaaaaaa', 'password-guessable'],
  ['12.03.1987', 'password-guessable'],
])('%s is refused: %s', (password, fault) => {
  expect(policy.faultsOf(password, anna)).toEqual([fault]);
});

test.each(['семь рыжих трамваев', 'correct horse battery staple', 'h7!Kd0#pQ2vz', 'otzyv-demo-2026'])(
  '%s is good enough',
  (password) => {
    expect(policy.faultsOf(password, anna)).toEqual([]);
  },
);

test('the problem names the field and says in both languages what to do', () => {
  try {
    policy.assertGood('password12345', anna, '/newPassword');
    throw new Error('accepted');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.errors).toEqual([
      {
        pointer: '/newPassword',
        rule: 'password-common',
        message: { ru: expect.stringContaining('утёкших'), en: expect.stringContaining('leaked') },
      },
    ]);
  }
});

test('a very long password costs a bounded time', () => {
  const begun = performance.now();
  policy.faultsOf('Ёлка и 7 гномов! '.repeat(58), anna);
  expect(performance.now() - begun).toBeLessThan(2000);
});
