import { Command } from 'commander';
import { ConfigurationError } from '#config';
import { stepsForOwnFamilies } from './own-families.ts';
import { runDemo, type StepReport } from './run-demo.ts';
import type { DemoStep } from './demo-stage.ts';
import { escalate } from './steps/escalate.ts';
import { openRequests } from './steps/open-requests.ts';
import { recordFamilies } from './steps/record-families.ts';
import { refuseStrangers } from './steps/refuse-strangers.ts';
import { schoolAnswers } from './steps/school-answers.ts';
import { submitLetters } from './steps/submit-letters.ts';

const story: readonly DemoStep[] = [
  { title: 'A coordinator records two families', run: recordFamilies },
  { title: 'Requests are opened', run: openRequests },
  { title: 'Letters are typeset, signed and submitted', run: submitLetters },
  { title: 'School A answers', run: schoolAnswers },
  { title: 'School B stays silent', run: escalate },
  { title: 'Strangers are refused, the log verifies', run: refuseStrangers },
];

interface Options {
  readonly json?: boolean;
  readonly families?: string;
  readonly out?: string;
  readonly kill?: boolean | string;
}

export const demoCommand = new Command('demo')
  .description(
    'The whole story on real parts, each step verified; exits 1 with the reason when one is not as it must be',
  )
  .option('--json', 'one JSON line per step')
  .option('--families <file>', 'steps 1 to 3 for the rows of a CSV file of your own')
  .option('--out <folder>', 'where letters, mails and evidence are left; default demo-output/<time>')
  .option('--kill [ms]', 'kill the server that long after it has accepted the first submission, and start it again')
  .action(async ({ json, families, out, kill }: Options) => {
    const folder = out ?? `demo-output/${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`;
    const steps = families === undefined ? story : await stepsForOwnFamilies(families);
    const begun = performance.now();
    const report = json === true ? printJson : printText;
    const ok = await runDemo({ steps, out: folder, killAfterMs: delayOf(kill), report });
    const seconds = Math.round((performance.now() - begun) / 100) / 10;
    if (json === true) process.stdout.write(`${JSON.stringify({ ok, seconds, artefacts: folder })}\n`);
    else
      process.stdout.write(
        `${ok ? 'Every step was verified' : 'The demo stopped'} after ${seconds} s. Artefacts: ${folder}\n`,
      );
    process.exit(ok ? 0 : 1);
  });

/** Milliseconds between the 202 and the SIGKILL; null: nobody is killed. */
function delayOf(kill: boolean | string | undefined): number | null {
  if (kill === undefined || kill === false) return null;
  const delay = kill === true ? 0 : Number(kill);
  if (!Number.isInteger(delay) || delay < 0) throw new ConfigurationError('--kill takes a number of milliseconds.');
  return delay;
}

function printJson(step: StepReport): void {
  process.stdout.write(`${JSON.stringify(step)}\n`);
}

function printText({ step, title, ok, seconds, lines, error }: StepReport): void {
  const body = [...lines.map((line) => `    ${line}`), ...(error === undefined ? [] : [`    ${error}`])];
  process.stdout.write([`${ok ? '✓' : '✗'} ${step}. ${title} (${seconds} s)`, ...body, ''].join('\n'));
}
