import fc from 'fast-check';

import { normaliseMailAddress, parseMailAddress } from './mail-address.ts';

describe('a mail address', () => {
  it.each([
    ['info@school-12.test', 'info@school-12.test'],
    ['Ivan.Petrov+x@School.TEST', 'Ivan.Petrov+x@school.test'],
    ['info@школа.рф', 'info@xn--80atdl2c.xn--p1ai'],
  ])('%s is taken', (text, address) => {
    expect(parseMailAddress(text)).toBe(address);
  });

  it.each([
    '',
    'info',
    'info@',
    '@school.test',
    'info@localhost',
    'a b@school.test',
    'info=?utf-8?B?DQpCY2M6IHhAeS50ZXN0?=@school.test',
    'a@b@school.test',
    '"a b"@school.test',
    'Имя <info@school.test>',
    'info@school.test (note)',
    'info@[127.0.0.1]',
    'info@127.0.0.1',
    '.info@school.test',
    'in..fo@school.test',
    'info@-school.test',
    'info@school.test.',
    'info@school.test\r\nBcc: x@y.test',
    'info@school.test,x@y.test',
    'info@school\u2024test',
    'info@school.test\0',
    'info\ud800@school.test',
    'имя@school.test',
    `${'a'.repeat(65)}@school.test`,
    `a@${'b'.repeat(64)}.test`,
  ])('%j is refused', (text) => {
    expect(() => parseMailAddress(text)).toThrow('mail.address-invalid');
  });

  it('names the field in the problem', () => {
    expect(() => parseMailAddress('x', '/guardian/email')).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/guardian/email' })] }),
    );
  });

  it('is stable and plain ASCII whatever comes in', () => {
    const nearly = fc
      .tuple(fc.string({ unit: 'binary' }), fc.constantFrom('@', '@@', ''), fc.domain())
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(nearly, fc.emailAddress(), fc.string({ unit: 'binary' })), (text) => {
        const address = normaliseMailAddress(text);
        if (address === null) return;
        expect(address).toMatch(/^[\x21-\x7e]+$/);
        expect(address.split('@')).toHaveLength(2);
        expect(address).not.toMatch(/[<>,;:"()[\]\\]/);
        expect(normaliseMailAddress(address)).toBe(address);
      }),
      { numRuns: 5000 },
    );
  });
});
