import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface LimitProgram {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts a limit server that tells its port by the first message and ends when its parent lets go. */
export async function startLimitProgram(program: URL, settings: object): Promise<LimitProgram> {
  const child: ChildProcess = fork(program, [JSON.stringify(settings)], { execArgv: [], stdio: 'inherit' });
  const [first] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
  const port = typeof first === 'object' && first !== null && 'port' in first ? Number(first.port) : 0;
  if (port === 0) throw new Error('The limit program ended before it listened.');
  return {
    port,
    close: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
