import { spawnSync } from 'node:child_process';
import { chownSync, readFileSync } from 'node:fs';

export interface PostgresAccount {
  /** The command that becomes this account, and the arguments it takes before the program's own. */
  readonly prefix: readonly string[];
  own(path: string): void;
}

/**
 * PostgreSQL refuses to run as root. Root therefore starts it as `postgres`, or `nobody` where that account is missing,
 * through setpriv, which also lends it the one capability that lets it walk through folders closed to other users
 * (a checkout under /root, say). Any other user simply starts it.
 */
export function postgresAccount(): PostgresAccount {
  if (process.getuid?.() !== 0) return { prefix: [], own: () => undefined };
  const { uid, gid } = accountIds('postgres') ?? accountIds('nobody') ?? { uid: 65534, gid: 65534 };
  const drop = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  // access(2) forgets the capabilities of an ordinary user unless no_setuid_fixup is set, and initdb asks access(2) whether
  // its own programs are there. After the exec nothing but the lent capability is left.
  const keep = '--securebits=+no_setuid_fixup';
  const lent = [...drop, keep, '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  const canLend = spawnSync(lent[0] ?? '', [...lent.slice(1), 'true']).status === 0;
  return {
    prefix: canLend ? lent : drop,
    own: (path) => {
      chownSync(path, uid, gid);
    },
  };
}

function accountIds(name: string): { uid: number; gid: number } | null {
  const row = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([account]) => account === name);
  return row === undefined ? null : { uid: Number(row[2]), gid: Number(row[3]) };
}
