import { randomBytes } from 'node:crypto';

import { Problem } from '#kernel';

import { parseMailAddress } from './mail-address.ts';
import { mailProblems } from './mail.problems.ts';

// Crockford's alphabet: no i, l, o, u. Mail systems may fold case, so the token has one case only.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const BYTES = 16;
// 128 bits are 25 full characters and one that carries 3 bits: its two low bits are always zero, so one token has one form.
const TOKEN = /^[0-9a-hjkmnp-tv-z]{25}[048cgmrw]$/;

/** A fresh unguessable token of 128 random bits: 26 lower-case base32 characters. */
export function newAddressToken(): string {
  let bits = BigInt(`0x${randomBytes(BYTES).toString('hex')}`) << 2n;
  let token = '';
  for (let i = 0; i < 26; i += 1) {
    token = (ALPHABET[Number(bits & 31n)] ?? '') + token;
    bits >>= 5n;
  }
  return token;
}

/** Where answers to one message go: `r-<token>@domain`. @throws Problem `mail.address-invalid` */
export function replyAddress(token: string, domain: string): string {
  return tokenAddress('r', token, domain);
}

/** Where bounces of one message go, as its envelope sender: `b-<token>@domain`. @throws Problem `mail.address-invalid` */
export function verpReturnPath(token: string, domain: string): string {
  return tokenAddress('b', token, domain);
}

/** The token of a reply address, or null. Case is ignored; with `domain` the domain must be that one. */
export function tokenFromAddress(address: string, domain?: string): string | null {
  return tokenIn('r', address, domain);
}

/** The token of a VERP return path, or null. Case is ignored; with `domain` the domain must be that one. */
export function tokenFromReturnPath(address: string, domain?: string): string | null {
  return tokenIn('b', address, domain);
}

function tokenAddress(kind: 'r' | 'b', token: string, domain: string): string {
  if (!TOKEN.test(token)) throw new Problem(mailProblems.addressInvalid);
  return parseMailAddress(`${kind}-${token}@${domain}`);
}

function tokenIn(kind: 'r' | 'b', address: string, domain: string | undefined): string | null {
  const lower = address.toLowerCase();
  const at = lower.indexOf('@');
  if (at !== 28 || !lower.startsWith(`${kind}-`)) return null;
  if (domain !== undefined && lower.slice(at + 1) !== domain.toLowerCase()) return null;
  const token = lower.slice(2, at);
  return TOKEN.test(token) ? token : null;
}
