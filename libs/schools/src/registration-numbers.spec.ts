import { isInn, isKpp, isOgrn } from './registration-numbers.ts';

// Public numbers of a ministry and a bank.
const INN = ['7710474375', '7707083893'];
const OGRN = ['1047702026701', '1027700132195'];

test.each(INN)('ИНН %s is right, and no other check digit is', (inn) => {
  expect(isInn(inn)).toBe(true);
  const last = Number(inn.charAt(9));
  for (let digit = 0; digit < 10; digit += 1) {
    expect(isInn(`${inn.slice(0, 9)}${digit}`)).toBe(digit === last);
  }
});

test.each(OGRN)('ОГРН %s is right, and no other check digit is', (ogrn) => {
  expect(isOgrn(ogrn)).toBe(true);
  const last = Number(ogrn.charAt(12));
  for (let digit = 0; digit < 10; digit += 1) {
    expect(isOgrn(`${ogrn.slice(0, 12)}${digit}`)).toBe(digit === last);
  }
});

test('two neighbouring digits swapped are noticed', () => {
  expect(isInn('7710474735')).toBe(false);
  expect(isOgrn('1047702027601')).toBe(false);
});

test.each(['', '771047437', '77104743750', '77104 74375', '7710474375\n', '٧٧١٠٤٧٤٣٧٥'])('%j is no ИНН', (text) => {
  expect(isInn(text)).toBe(false);
});

test.each(['', '104770202670', '104770202670l', '10477020267011'])('%j is no ОГРН', (text) => {
  expect(isOgrn(text)).toBe(false);
});

test('a remainder of ten counts as zero', () => {
  // 100 000 000 012 = 11 · 9 090 909 092, so the number before it leaves ten.
  expect(isOgrn('1000000000110')).toBe(true);
  expect(isOgrn('1000000000111')).toBe(false);
});

test.each(['165501001', '7701AB001'])('%s has the shape of a КПП', (text) => {
  expect(isKpp(text)).toBe(true);
});

test.each(['', '16550100', '1655010011', '16550100a', '1655ab001', '1655АБ001', '165501001\n'])(
  '%j is no КПП',
  (text) => {
    expect(isKpp(text)).toBe(false);
  },
);
