import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
/** One step early or late: clocks of telephones differ, and a code takes a while to type. */
const WINDOW = 1;
const SETTINGS = { issuer: 'Otzyv', algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS } as const;

/** A new shared secret of 160 bits (RFC 4226, 4), in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** `otpauth://totp/…` for the QR code that an authenticator reads. */
export function totpUri(secret: string, account: string): string {
  return new TOTP({ ...SETTINGS, secret: Secret.fromBase32(secret), label: account }).toString();
}

/** The time step (RFC 6238, 4.2) whose code this is, or null. A step's code is the same for 30 seconds: use it once. */
export function totpStepOf(secret: string, code: string, now: Date): number | null {
  const totp = new TOTP({ ...SETTINGS, secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: code, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
}
