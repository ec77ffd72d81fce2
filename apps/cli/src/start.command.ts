import { Command } from 'commander';
import { loadConfig } from '#config';
import { demoLogins, DEMO_PASSWORD } from './demo-association/demo-people.ts';
import { type RunningSystem, startSystem } from './running-system.ts';

export const startCommand = new Command('start')
  .description('Run everything in this process: database, API, worker, mail in and out; demo data on the first run')
  .action(async () => {
    const begun = performance.now();
    const config = loadConfig();
    const system = await startSystem(config);
    process.stdout.write(welcome(system, (performance.now() - begun) / 1000));
    await stopSignal();
    process.stdout.write('Stopping...\n');
    await system.stop();
    process.stdout.write('Stopped.\n');
    // Not always 0: what ended the system by itself said so.
    process.exit();
  });

/** The first signal asks for an orderly end; a second one, by default, kills. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      process.once(name, () => {
        resolve();
      });
  });
}

function welcome({ url, inbound, catcherPort }: RunningSystem, seconds: number): string {
  const logins = demoLogins.map(
    ({ email, role, branch }) => `  ${email.padEnd(34)} ${role}${branch === null ? '' : `, ${branch}`}`,
  );
  const mail =
    catcherPort === null
      ? ['Outgoing mail goes to the relay of SMTP_URL.']
      : [`Outgoing mail stays here: ${url}/mail (SMTP 127.0.0.1:${catcherPort})`];
  return [
    '',
    `Otzyv is ready after ${seconds.toFixed(1)} s.`,
    '',
    `API and its documentation: ${url}/docs`,
    ...mail,
    `Replies come in by SMTP at ${inbound.host}:${inbound.port}`,
    '',
    `Logins of the demo association (password: ${DEMO_PASSWORD})`,
    ...logins,
    '',
    'Try: curl -s -X POST ' + `${url}/v1/auth/login -H 'content-type: application/json' \\`,
    `       -d '{"email":"${demoLogins[0]?.email ?? ''}","password":"${DEMO_PASSWORD}"}'`,
    'Or the whole story, verified step by step: npm run demo',
    'Ctrl-C stops it.',
    '',
    '',
  ].join('\n');
}
