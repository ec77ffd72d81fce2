/** A leaky bucket: so many attempts at once, and one more each so many seconds. */
export interface Bucket {
  readonly burst: number;
  readonly refillSeconds: number;
}

interface Limit {
  /** One account from one network. */
  readonly account: Bucket;
  /** One account from everywhere together. */
  readonly everywhere: Bucket | null;
  /** All accounts from one network. */
  readonly network: Bucket;
}

/**
 * How often one may try. A stranger who hammers on somebody's account fills the bucket of that account *and his own
 * network*; its owner, elsewhere, does not notice. Only a stranger with many networks can fill the bucket of the account
 * as a whole, and that one lets an attempt through every few seconds: a delay, never a lock. Refused attempts pour
 * nothing in, so hammering prolongs nothing. Known and unknown accounts have the same buckets, whose keys are keyed
 * hashes of the address as it was typed.
 */
export const LIMITS = {
  login: {
    account: { burst: 20, refillSeconds: 20 },
    everywhere: { burst: 100, refillSeconds: 5 },
    network: { burst: 100, refillSeconds: 1 },
  },
  /** Behind a right password: guessing six digits must stay hopeless for weeks. */
  secondFactor: {
    account: { burst: 10, refillSeconds: 120 },
    everywhere: { burst: 20, refillSeconds: 120 },
    network: { burst: 100, refillSeconds: 1 },
  },
  /** The account is the token: fifty tabs may refresh at once. */
  refresh: {
    account: { burst: 200, refillSeconds: 1 },
    everywhere: null,
    network: { burst: 1200, refillSeconds: 0.05 },
  },
  /** Changing and confirming a password. */
  password: {
    account: { burst: 10, refillSeconds: 30 },
    everywhere: { burst: 20, refillSeconds: 30 },
    network: { burst: 100, refillSeconds: 1 },
  },
  /** Asking for a link: enough for a typo and a lost mail, too little to fill somebody's mailbox. */
  passwordReset: {
    account: { burst: 3, refillSeconds: 600 },
    everywhere: { burst: 10, refillSeconds: 300 },
    network: { burst: 20, refillSeconds: 30 },
  },
  /** The account is the token of the link. */
  passwordResetLink: {
    account: { burst: 20, refillSeconds: 30 },
    everywhere: null,
    network: { burst: 60, refillSeconds: 2 },
  },
  /** A calendar program asks a few times an hour; the account is the secret. */
  calendarFeed: {
    account: { burst: 30, refillSeconds: 10 },
    everywhere: { burst: 120, refillSeconds: 5 },
    network: { burst: 120, refillSeconds: 1 },
  },
  /** The account is the token of the link. */
  unsubscribe: {
    account: { burst: 20, refillSeconds: 30 },
    everywhere: null,
    network: { burst: 60, refillSeconds: 2 },
  },
  invitation: {
    account: { burst: 20, refillSeconds: 30 },
    everywhere: null,
    network: { burst: 60, refillSeconds: 2 },
  },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitedRoute = keyof typeof LIMITS;
