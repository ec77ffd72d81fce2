import { domainToASCII } from 'node:url';

import { Problem } from '#kernel';

import { mailProblems } from './mail.problems.ts';

const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
// domainToASCII would quietly drop or map some of these; a domain is letters, digits, hyphens and dots only.
const DOMAIN_INPUT = /^[\p{L}\p{M}\p{N}.-]+$/u;

/**
 * The one way an address enters the house: a single ASCII addr-spec (RFC 5321 dot-string), never a display name, a
 * comment, a quoted local part, a route or a domain literal. An international domain becomes its A-labels
 * (`info@школа.рф` -> `info@xn--80atdl2c.xn--p1ai`); the domain is lower-cased, the local part is kept as written.
 *
 * @param pointer RFC 6901 pointer put into the problem, when the address came from a request body
 * @throws Problem `mail.address-invalid`
 */
export function parseMailAddress(text: string, pointer?: string): string {
  const address = normaliseMailAddress(text);
  if (address === null) throw new Problem(mailProblems.addressInvalid, pointer === undefined ? {} : { pointer });
  return address;
}

/** Like {@link parseMailAddress}, but null instead of a problem: for what strangers wrote. */
export function normaliseMailAddress(text: string): string | null {
  if (text.length > 320) return null;
  const at = text.indexOf('@');
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  // A mail program may decode what looks like an encoded word (RFC 2047), into recipients that nobody named.
  if (local.includes('=?')) return null;
  if (at < 1 || local.length > 64 || !LOCAL_PART.test(local) || !DOMAIN_INPUT.test(domain)) return null;
  const ascii = domainToASCII(domain).toLowerCase();
  const labels = ascii.split('.');
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label))) return null;
  // A last label of digits only would be read as an IPv4 address.
  if (/^\d+$/.test(labels.at(-1) ?? '')) return null;
  const address = `${local}@${ascii}`;
  return address.length > 254 ? null : address;
}
