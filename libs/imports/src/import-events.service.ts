import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database, type Scope, TenantScope } from '#database';
import { toSummary } from './import-answer.ts';
import type { ImportStatus } from './imports.contract.ts';
import { ImportsRepository, type ImportRow } from './imports.repository.ts';

const LOOK_EVERY_MS = 500;
const KEEP_ALIVE_MS = 15_000;
/** A stream is a request at work; whoever wants more connects again, which the protocol does by itself. */
const LONGEST_MS = 300_000;
const AT_WORK: readonly ImportStatus[] = ['checking', 'running', 'undoing'];

/** Progress as server-sent events: whole states, so that nothing is missed by whoever was away. */
@Injectable()
export class ImportEvents implements BeforeApplicationShutdown {
  private readonly closing = new AbortController();

  constructor(
    private readonly db: Database,
    private readonly scope: TenantScope,
    private readonly imports: ImportsRepository,
  ) {}

  beforeApplicationShutdown(): void {
    this.closing.abort();
  }

  /** @throws Problem not-found, before the stream begins. */
  async of(importId: string, lastEventId: string | undefined): Promise<AsyncGenerator<string>> {
    const first = await this.db.transaction(() => this.imports.get(importId));
    return this.stream(this.scope.current(), first, lastEventId);
  }

  /** The membership is asked for anew at every look: a role taken away ends the stream. */
  private async *stream(scope: Scope, first: ImportRow, lastEventId: string | undefined): AsyncGenerator<string> {
    const until = Date.now() + LONGEST_MS;
    let [told, spokeAt] = [lastEventId, Date.now()];
    yield 'retry: 2000\n\n';
    for (let row = first; ; row = await this.look(scope, row.id)) {
      const id = `${row.run}-${row.version}-${row.rowsDone}-${row.status}`;
      const isOver = !AT_WORK.includes(row.status);
      if (id !== told) {
        yield `id: ${id}\nevent: progress\ndata: ${JSON.stringify(toSummary(row))}\n\n`;
        [told, spokeAt] = [id, Date.now()];
      }
      if (isOver) {
        // Tells a browser not to connect again.
        yield `event: end\ndata: {}\n\n`;
        return;
      }
      if (Date.now() - spokeAt >= KEEP_ALIVE_MS) {
        yield ': still here\n\n';
        spokeAt = Date.now();
      }
      if (Date.now() >= until || this.closing.signal.aborted) return;
      await sleep(LOOK_EVERY_MS, undefined, { signal: this.closing.signal }).catch(() => undefined);
    }
  }

  private async look(scope: Scope, importId: string): Promise<ImportRow> {
    return this.scope.run(scope, () => this.db.transaction(() => this.imports.get(importId)));
  }
}
