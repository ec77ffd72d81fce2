import { Problem } from '#kernel';
import { GiveUp } from './give-up.ts';
import { RetryLater } from './retry-later.ts';

/**
 * A short stable text for logs and for the row: a problem's code, or the error's class with the system's or the
 * database's code. Never its message, which may quote a name or an address.
 */
export function errorCode(error: unknown): string {
  if (error instanceof Problem || error instanceof RetryLater || error instanceof GiveUp) return clean(error.code);
  if (!(error instanceof Error)) return 'unknown';
  const system = systemCode(error);
  return clean(system === undefined ? error.name : `${error.name}:${system}`);
}

function systemCode(error: Error): string | undefined {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  const found = driverError?.code ?? code;
  return typeof found === 'string' && /^[A-Z0-9_]{3,40}$/.test(found) ? found : undefined;
}

function clean(text: string): string {
  return /^[A-Za-z0-9_.:-]{1,120}$/.test(text) ? text : 'unnamed';
}
