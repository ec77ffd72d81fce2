import fc from 'fast-check';

import {
  newAddressToken,
  replyAddress,
  tokenFromAddress,
  tokenFromReturnPath,
  verpReturnPath,
} from './address-token.ts';

const domain = 'mail.otzyv.test';

describe('address tokens', () => {
  it('come back from the address they were put into, in any case', () => {
    for (let i = 0; i < 500; i += 1) {
      const token = newAddressToken();
      expect(token).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
      expect(tokenFromAddress(replyAddress(token, domain).toUpperCase(), domain)).toBe(token);
      expect(tokenFromReturnPath(verpReturnPath(token, domain), domain)).toBe(token);
    }
  });

  it('use all 128 bits and do not repeat', () => {
    const tokens = Array.from({ length: 2000 }, newAddressToken);
    expect(new Set(tokens).size).toBe(2000);
    for (let place = 0; place < 26; place += 1) {
      const seen = new Set(tokens.map((token) => token[place])).size;
      expect(seen).toBe(place === 25 ? 8 : 32);
    }
  });

  it('keep replies and bounces apart and other domains out', () => {
    const token = newAddressToken();
    expect(tokenFromAddress(verpReturnPath(token, domain))).toBeNull();
    expect(tokenFromReturnPath(replyAddress(token, domain))).toBeNull();
    expect(tokenFromAddress(replyAddress(token, domain), 'elsewhere.test')).toBeNull();
    expect(tokenFromAddress(`r-${token}@${domain}@elsewhere.test`, domain)).toBeNull();
  });

  it('have one spelling: a last character with stray bits is no token', () => {
    expect(tokenFromAddress(`r-${'0'.repeat(25)}1@${domain}`)).toBeNull();
    expect(tokenFromAddress(`r-${'0'.repeat(25)}0@${domain}`)).toBe('0'.repeat(26));
  });

  it('are found in nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => tokenFromAddress(text) === null),
      { numRuns: 2000 },
    );
  });

  it('are refused when made up', () => {
    expect(() => replyAddress('x'.repeat(26), domain)).toThrow('mail.address-invalid');
    expect(() => replyAddress(newAddressToken(), 'a.test>\r\nBcc: b@c.test')).toThrow('mail.address-invalid');
  });
});
