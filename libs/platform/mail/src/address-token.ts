import { randomBytes } from 'node:crypto';

import { Problem } from '#kernel';

import { parseMailAddress } from './mail-address.ts';
import { mailProblems } from './mail.problems.ts';

// Crockford's alphabet: no i, l, o, u. Mail systems may fold case, so the token has one case only.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const BYTES = 16;
const MOST_TEXT = 200_000;
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

/** Every reply token that stands in a text as `r-<token>`, with or without a domain behind it; at most 20. */
export function replyTokensIn(text: string): string[] {
  const tokens = new Set<string>();
  for (const [, token = ''] of text.slice(0, MOST_TEXT).matchAll(/\br-([0-9a-z]{26})(?![0-9a-z])/gi)) {
    const lower = token.toLowerCase();
    if (TOKEN.test(lower)) tokens.add(lower);
    if (tokens.size === 20) break;
  }
  return [...tokens];
}

/** Where a branch takes mail that no reply address leads further: `i-<id>@domain`. @throws Problem `mail.address-invalid` */
export function inboxAddress(branchId: string, domain: string): string {
  return parseMailAddress(`i-${branchId.replaceAll('-', '')}@${domain}`);
}

/** The branch of an inbox address, or null. Case is ignored. Whether there is such a branch is not asked. */
export function branchFromInbox(address: string, domain: string): string | null {
  const [, hex, host] = /^i-([0-9a-f]{32})@(.+)$/.exec(address.toLowerCase()) ?? [];
  if (hex === undefined || host !== domain.toLowerCase()) return null;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
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
