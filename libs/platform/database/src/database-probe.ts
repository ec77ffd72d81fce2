import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';

const PATIENCE_MS = 1_000;

/**
 * Asks the database for a sign of life on a connection of its own: whether the pool is busy says nothing about whether
 * the server answers, and whoever asks must not queue behind those who wait for a connection.
 */
@Injectable()
export class DatabaseProbe {
  private readonly pool: Pool;
  private asked: Promise<void> | null = null;

  constructor(url: string) {
    this.pool = new Pool({
      connectionString: url,
      max: 1,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
      application_name: 'otzyv-probe',
      allowExitOnIdle: true,
    });
    // An idle connection that breaks is opened anew by the next question, whose answer is what counts.
    this.pool.on('error', () => undefined);
  }

  /** Questions asked while one is on its way share its answer. @throws Error when there is none within a second. */
  async ask(): Promise<void> {
    this.asked ??= this.query().finally(() => (this.asked = null));
    await this.asked;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async query(): Promise<void> {
    await this.pool.query('SELECT 1');
  }
}
