import { Injectable } from '@nestjs/common';
import { Database } from '#database';

/** Takes closed branches their next step: export, warnings, erasure; or takes it back where one was opened again. */
@Injectable()
export class ClosuresSweep {
  constructor(private readonly database: Database) {}

  /** Resolves to how many jobs were asked for. Safe to run in many workers at once. */
  async run(): Promise<number> {
    return this.database.outsideTenants(async (tx) => {
      const rows = await tx.query<{ count: number }[]>('SELECT announce_branch_closures() AS count');
      return rows[0]?.count ?? 0;
    });
  }
}
