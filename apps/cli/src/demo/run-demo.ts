import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Artefacts } from './artefacts.ts';
import { moveClockTo } from './demo-clock.ts';
import { DemoServer } from './demo-server.ts';
import type { DemoStage, DemoStep } from './demo-stage.ts';

export interface StepReport {
  readonly step: number;
  readonly title: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly lines: readonly string[];
  readonly error?: string;
}

export interface DemoOptions {
  readonly steps: readonly DemoStep[];
  readonly out: string;
  /** Milliseconds between the first 202 and a SIGKILL; null: the server lives. */
  readonly killAfterMs: number | null;
  readonly report: (step: StepReport) => void;
}

/** A Monday morning in Kazan. A day of its own keeps letters and terms the same whenever the demo runs. */
const FIRST_MORNING = new Date('2026-10-05T07:00:00Z');

/** Runs the steps on a fresh system of its own; resolves to whether every one of them was verified. */
export async function runDemo({ steps, out, killAfterMs, report }: DemoOptions): Promise<boolean> {
  const dataDir = mkdtempSync(join(tmpdir(), 'otzyv-demo-'));
  const server = await DemoServer.on(dataDir);
  const interrupted = (): void => {
    void server.stop().finally(() => process.exit(130));
  };
  process.once('SIGINT', interrupted);
  try {
    let lines: string[] = [];
    const stage: DemoStage = {
      ...{ server, artefacts: await Artefacts.in(out), killAfterMs, clients: new Map() },
      ...{ branchId: '', cases: [], escalationId: '', say: (line) => lines.push(line) },
    };
    for (const [index, { title, run }] of [{ title: 'Start the system', run: startUp }, ...steps].entries()) {
      lines = [];
      const begun = performance.now();
      const done = (): Pick<StepReport, 'step' | 'title' | 'seconds' | 'lines'> => ({
        ...{ step: index, title, lines },
        seconds: Math.round((performance.now() - begun) / 100) / 10,
      });
      try {
        await run(stage);
        report({ ...done(), ok: true });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        report({ ...done(), ok: false, error: `${reason}\n    the server said: ${server.lastWords}` });
        return false;
      }
    }
    return true;
  } finally {
    process.removeListener('SIGINT', interrupted);
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function startUp(stage: DemoStage): Promise<void> {
  await stage.server.start();
  await moveClockTo(stage.server, FIRST_MORNING);
  stage.say('database, API, worker, mail in and out run as one process; the demo association is there');
}
