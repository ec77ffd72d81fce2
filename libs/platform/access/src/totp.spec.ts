import { newTotpSecret, totpStepOf, totpUri } from './totp.ts';

/** RFC 6238, appendix B: the ASCII secret 12345678901234567890, its 8-digit codes cut to the last six. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
])('at %d seconds the code of the RFC is %s', (seconds, code) => {
  expect(totpStepOf(SECRET, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
});

test('one step early or late is taken as that step, two are not', () => {
  const at = (seconds: number) => totpStepOf(SECRET, '005924', new Date((1_234_567_890 + seconds) * 1000));
  expect([at(-60), at(-30), at(0), at(30), at(60)]).toEqual([null, 41152263, 41152263, 41152263, null]);
});

test('what is no code is no step', () => {
  for (const code of ['', '00592', '0059240', 'abcdef', '005 24']) {
    expect(totpStepOf(SECRET, code, new Date(1_234_567_890_000))).toBeNull();
  }
});

test('secrets are new each time; the address names the account and how codes are made', () => {
  expect(newTotpSecret()).not.toBe(newTotpSecret());
  const uri = new URL(totpUri(SECRET, 'anna@kazan.test'));
  expect(decodeURIComponent(uri.pathname)).toContain('Otzyv:anna@kazan.test');
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({ secret: SECRET, digits: '6', period: '30' });
});
