import { isIP, isIPv6 } from 'node:net';

/** Who calls, as far as a person should see it later in the list of their sessions: no whole address, no version. */
export interface Client {
  /** `203.0.113.0/24`, `2001:db8:1:2::/64`, or `loopback`. */
  readonly network: string;
  /** `Firefox, Windows`. */
  readonly device: string;
}

export const LOOPBACK = 'loopback';

/** What is left of the request's address and User-Agent. */
export function clientOf(address: string, userAgent: string | undefined): Client {
  return { network: networkOf(address), device: deviceOf(userAgent ?? '') };
}

/** The /24 of an IPv4 address, the /64 of an IPv6 one: what one subscriber can move about in. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (plain === '::1' || plain.startsWith('127.')) return LOOPBACK;
  if (!isIPv6(plain)) return isIP(plain) === 4 ? plain.replace(/\.\d+$/, '.0/24') : 'unknown';
  const [head = '', tail] = plain.toLowerCase().split('::');
  const front = head.split(':').filter((group) => group !== '');
  const back = tail === undefined ? [] : tail.split(':').filter((group) => group !== '');
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  const groups = (tail === undefined ? front : [...front, ...zeros, ...back]).slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/YaBrowser\//, 'Yandex Browser'],
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/curl\//, 'curl'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** Browser and system by name. Only names of ours come out, so that nobody can plant a text in somebody's list. */
function deviceOf(userAgent: string): string {
  const name = (table: typeof BROWSERS) => table.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [name(BROWSERS), name(SYSTEMS)].filter((part) => part !== undefined).join(', ') || 'other';
}
