import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { databaseErrorToProblem } from './database-error.ts';
import { type Scope, TenantScope } from './tenant-scope.ts';

interface OpenTransaction {
  readonly scope: Scope;
  readonly manager: EntityManager;
  readonly beforeCommit: Map<string, () => Promise<void>>;
}

/** Says when: every read and write of tenant data happens inside `transaction`, in the branch that TenantScope names. */
@Injectable()
export class Database {
  private readonly open = new AsyncLocalStorage<OpenTransaction>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly scope: TenantScope,
  ) {}

  /**
   * Runs `work` in one transaction of the current branch, or joins the open one. The branch is entered by a definer
   * function that checks the membership or the job again, so a role taken away ends access at once.
   */
  async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const scope = this.scope.current();
    const joined = this.open.getStore();
    if (joined !== undefined) {
      if (joined.scope !== scope) throw new Error('A transaction of one scope cannot be joined from another.');
      return work(joined.manager);
    }
    return this.run(async (runner) => {
      await enter(runner, scope);
      const transaction: OpenTransaction = { scope, manager: runner.manager, beforeCommit: new Map() };
      return this.open.run(transaction, async () => {
        const result = await work(runner.manager);
        for (const finish of transaction.beforeCommit.values()) await finish();
        return result;
      });
    });
  }

  /** The manager of the open transaction. @throws Error outside one: there is no fallback connection. */
  get manager(): EntityManager {
    return this.current().manager;
  }

  /** The database's clock, the only one that decides anything: a worker's own clock may be wrong. */
  async now(): Promise<Date> {
    const rows = await this.manager.query<{ now: Date }[]>('SELECT app_now() AS now');
    if (rows[0] === undefined) throw new Error('The database did not say what time it is.');
    return rows[0].now;
  }

  get isOpen(): boolean {
    return this.open.getStore() !== undefined;
  }

  /** Runs `finish` last, just before the commit, once per `key`: for locks that everybody wants for a moment only. */
  beforeCommit(key: string, finish: () => Promise<void>): void {
    const { beforeCommit } = this.current();
    if (!beforeCommit.has(key)) beforeCommit.set(key, finish);
  }

  /**
   * Work that belongs to no branch (signing in, listing one's branches, resolving a reply address). No tenant is set,
   * so tenant tables raise; only the narrow definer functions answer.
   */
  async outsideTenants<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.isOpen) throw new Error('A branch transaction is open; work outside tenants needs its own.');
    return this.run((runner) => work(runner.manager));
  }

  /** One statement outside tenants in one round trip: it is a transaction by itself. */
  async askOutsideTenants<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    return this.ask<Row>(sql, parameters);
  }

  /**
   * One read in one round trip: `sql` calls a function that enters the branch itself and takes the branch and the person
   * as its first two parameters. What it sets ends with the statement.
   */
  async readInBranch<Row>(sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    const { branchId, entry } = this.scope.current();
    if (entry.kind !== 'person') throw new Error('A read in one round trip is for people; a job has its transaction.');
    return this.ask<Row>(sql, [branchId, entry.personId, ...parameters]);
  }

  private async ask<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    if (this.isOpen) throw new Error('A branch transaction is open; this statement would run beside it.');
    try {
      return await this.dataSource.query<Row[]>(sql, parameters);
    } catch (error) {
      throw databaseErrorToProblem(error);
    }
  }

  private current(): OpenTransaction {
    const transaction = this.open.getStore();
    if (transaction === undefined) throw new Error('No open transaction: wrap the call in Database.transaction(...).');
    return transaction;
  }

  private async run<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      const result = await work(runner);
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw databaseErrorToProblem(error);
    } finally {
      await runner.release();
    }
  }
}

async function enter(runner: QueryRunner, { branchId, entry }: Scope): Promise<void> {
  if (entry.kind === 'person') await runner.query('SELECT enter_branch($1, $2)', [branchId, entry.personId]);
  else if (entry.kind === 'closed-branch') {
    await runner.query('SELECT enter_closed_branch($1, $2)', [branchId, entry.personId]);
  } else if (entry.kind === 'hand-over') {
    await runner.query('SELECT enter_branch_for_hand_over($1, $2, $3)', [branchId, entry.handOverId, entry.personId]);
  } else await runner.query('SELECT enter_branch_for_job($1, $2, $3)', [branchId, entry.outboxId, entry.fence]);
}
