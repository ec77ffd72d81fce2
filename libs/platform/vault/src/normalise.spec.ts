import { normaliseDocument, normaliseEmail, normaliseName, normalisePhone } from '#vault';

test.each(['+7 (916) 123-45-67', '8 916 123 45 67', '89161234567', '7 916 1234567', '9161234567', ' +79161234567 '])(
  'the Russian number %s is one number',
  (spelling) => {
    expect(normalisePhone(spelling)).toBe('+79161234567');
  },
);

test.each([
  ['8 (843) 222-33-44', '+78432223344'],
  ['(843) 222-33-44', '+78432223344'],
  ['+375 29 123-45-67', '+375291234567'],
  ['+81 3 1234 5678', '+81312345678'],
  ['22-33-44', null],
  ['нет', null],
  ['', null],
  ['+7 916 123', null],
  ['0161234567', null],
])('%s becomes %s', (spelling, expected) => {
  expect(normalisePhone(spelling)).toBe(expected);
});

test('addresses and names fold case, composition, ё and spaces', () => {
  expect(normaliseEmail('  Anna.ЁЛКИНА@Example.TEST ')).toBe('anna.ёлкина@example.test');
  expect(normaliseEmail('и\u0306@x.test')).toBe('й@x.test');
  expect(normaliseName('  Соловьёва   Алёна ')).toBe('соловьева алена');
  expect(normaliseName('СОЛОВЬЕ\u0308ВА')).toBe('соловьева');
  expect(normaliseName('Римский‑Корсаков')).toBe('римский-корсаков');
});

test('documents keep letters and digits', () => {
  expect(normaliseDocument('92 14 № 123456')).toBe('9214123456');
  expect(normaliseDocument('iii-кб 123456')).toBe('IIIКБ123456');
});
