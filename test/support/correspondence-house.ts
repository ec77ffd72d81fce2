import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { Principal } from '#access';
import { Letters, type Message, MessageSettling, Outgoing, Threads } from '#correspondence';
import { Database, TenantScope } from '#database';
import { newId } from '#kernel';
import { CaughtMail, MailCatcher } from '#mail';
import { type CorrespondenceSettings, CorrespondenceWorkerModule } from './correspondence-worker.ts';
import { prepareQueues } from './outbox-queues.ts';
import { type Branches, createBranches } from './test-branches.ts';

export const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n');

export interface MessageRow {
  readonly state: string;
  readonly fence: string;
  readonly handed_over_at: Date | null;
  readonly server_response: string | null;
  readonly sent_at: Date | null;
  readonly raw_file_id: string | null;
  readonly machine: string | null;
}

/** Two branches with a family each, a school, a sink with its folder, and services that ask for work but run none. */
export class CorrespondenceHouse {
  readonly branches: Branches;
  readonly folder: string;
  readonly caught: CaughtMail;
  readonly familyIds: readonly string[];
  readonly authorityId = newId();
  readonly by: Principal;
  context: INestApplicationContext;
  sinkPort = 0;
  sinkSince = 0;
  readonly #open: INestApplicationContext[] = [];
  readonly #processes: ChildProcess[] = [];
  #sink: MailCatcher | null = null;

  private constructor(branches: Branches, folder: string) {
    this.branches = branches;
    this.folder = folder;
    this.caught = new CaughtMail(join(folder, 'caught'));
    this.familyIds = branches.ids.map(() => newId());
    this.by = { ...branches.by, branchId: branches.ids[0] ?? '', permissions: new Set() } as Principal;
  }

  static async build(): Promise<CorrespondenceHouse> {
    const branches = await createBranches(2, 2);
    await prepareQueues(branches.database);
    const house = new CorrespondenceHouse(branches, await mkdtemp(join(tmpdir(), 'otzyv-mail-')));
    const { database } = branches;
    await database.asAdmin(
      `INSERT INTO authorities (id, kind, region_code, short_name, full_name, postal_address, time_zone)
       VALUES ($1, 'school', '16', 'Школа', 'Школа', '', 'Europe/Moscow')`,
      [house.authorityId],
    );
    for (const [index, branchId] of branches.ids.entries()) {
      await database.asAdmin(
        `INSERT INTO families (branch_id, id, number, initials_sealed, data_source, created_by)
         VALUES ($1, $2, 1, '', 'guardian', $3)`,
        [branchId, house.familyIds[index], branches.personId],
      );
    }
    await house.startSink();
    house.context = await house.#start(house.settings(), false);
    return house;
  }

  settings(changes: Partial<CorrespondenceSettings> = {}): CorrespondenceSettings {
    const { appUrl, relayUrl } = this.branches.database;
    return {
      ...{ appUrl, relayUrl, dataDir: this.folder, smtpPort: this.sinkPort, caughtFolder: join(this.folder, 'caught') },
      ...changes,
    };
  }

  /** At the port it had before, if any: a server that comes back. */
  async startSink(onMail: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    this.#sink = new MailCatcher({
      port: this.sinkPort,
      onMail: async (mail) => {
        await this.caught.keep(mail);
        await onMail();
      },
    });
    this.sinkPort = (await this.#sink.start()).port;
    this.sinkSince = performance.now();
  }

  async stopSink(): Promise<void> {
    await this.#sink?.stop();
    this.#sink = null;
  }

  async startWorker(changes: Partial<CorrespondenceSettings> = {}): Promise<INestApplicationContext> {
    return this.#start(this.settings(changes), true);
  }

  async startWorkerProcess(changes: Partial<CorrespondenceSettings> = {}): Promise<ChildProcess> {
    // Built either way: from the sources a spec runs, from the build a proof.
    const built = import.meta.url.endsWith('.ts') ? '../../dist/test/support/' : './';
    const program = new URL(`${built}correspondence-worker-process.js`, import.meta.url);
    const child = fork(program, [JSON.stringify(this.settings(changes))], { execArgv: [], stdio: 'inherit' });
    this.#processes.push(child);
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => {
        resolve();
      });
      child.once('exit', () => {
        reject(new Error('The worker process ended before it ran.'));
      });
    });
    return child;
  }

  async stopWorkers(): Promise<void> {
    for (const child of this.#processes.splice(0)) child.kill('SIGKILL');
    const own = this.#open.filter((context) => context !== this.context);
    await Promise.all(own.map((context) => context.close()));
    this.#open.splice(0, this.#open.length, this.context);
  }

  async close(): Promise<void> {
    await this.stopWorkers();
    await this.context.close();
    await this.stopSink();
    await this.branches.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  enter<T>(work: () => Promise<T>, branch = 0): Promise<T> {
    const branchId = this.branches.ids[branch] ?? '';
    const entry = { kind: 'person', personId: this.branches.personId } as const;
    return this.context.get(TenantScope).run({ branchId, entry }, work);
  }

  /** A frozen letter in a thread of its own. */
  async letter(
    size = 0,
    familyId = this.familyIds[0] ?? '',
  ): Promise<{ threadId: string; letterId: string; fileId: string; replyAddress: string }> {
    const letters = this.context.get(Letters);
    return this.enter(async () => {
      // Not compressible, and each letter another one.
      const content = Buffer.concat([PDF, randomBytes(Math.max(size, 16))]);
      const file = await letters.store(this.by, { familyId, fileName: 'Заявление.pdf', content });
      return this.context.get(Database).transaction(async () => {
        const kept = await letters.keep(this.by, {
          ...{ familyId, kind: 'statement', authorityId: this.authorityId, pages: 1, file },
        });
        await letters.freeze(this.by, kept.id);
        const subject = { type: 'request', id: newId() } as const;
        const thread = await this.context
          .get(Threads)
          .open(this.by, { familyId, authorityId: this.authorityId, subject });
        return { threadId: thread.id, letterId: kept.id, fileId: kept.fileId, replyAddress: thread.replyAddress };
      });
    });
  }

  async send(letter: { threadId: string; letterId: string; fileId: string }): Promise<{ messageId: string }> {
    const { threadId, letterId, fileId } = letter;
    return this.enter(() =>
      this.context.get(Outgoing).sendByEmail(this.by, {
        ...{ threadId, letterId, to: ['info@school.test'], senderName: 'Союз родителей' },
        ...{ subject: 'Заявление', text: 'Здравствуйте!', attachmentFileIds: [fileId] },
      }),
    );
  }

  async queue(size = 0): Promise<Awaited<ReturnType<CorrespondenceHouse['letter']>> & { messageId: string }> {
    const letter = await this.letter(size);
    return { ...letter, ...(await this.send(letter)) };
  }

  settle(messageId: string, as: 'sent' | 'not-sent'): Promise<Message> {
    const reason = 'The school confirmed it by telephone.';
    return this.enter(() => this.context.get(MessageSettling).settle(this.by, messageId, { as, reason }));
  }

  async row(messageId: string): Promise<MessageRow> {
    const [row] = await this.branches.database.asAdmin<MessageRow>('SELECT * FROM messages WHERE id = $1', [messageId]);
    if (row === undefined) throw new Error('There is no such message.');
    return row;
  }

  async attempts(messageId: string): Promise<{ outcome: string | null; phase: string | null }[]> {
    return this.branches.database.asAdmin('SELECT * FROM delivery_attempts WHERE message_id = $1 ORDER BY fence', [
      messageId,
    ]);
  }

  async until(messageId: string, state: string, ms = 10_000): Promise<MessageRow> {
    return eventually(
      async () => {
        const row = await this.row(messageId);
        return row.state === state ? row : undefined;
      },
      `the message to be ${state}`,
      ms,
    );
  }

  /** As if the time of a lease had passed. */
  async expireLeases(): Promise<void> {
    await this.branches.database.asAdmin(
      `UPDATE outbox SET lease_until = clock_timestamp() - interval '1 second', announced_at = NULL WHERE status = 'running'`,
    );
  }

  /** As if so much time had passed for everybody. */
  async moveClock(seconds: number): Promise<void> {
    await this.branches.database.asAdmin('UPDATE clock_shift SET shift = shift + make_interval(secs => $1)', [seconds]);
  }

  async #start(settings: CorrespondenceSettings, running: boolean): Promise<INestApplicationContext> {
    const module = await Test.createTestingModule({
      imports: [CorrespondenceWorkerModule.with(settings, running)],
    }).compile();
    module.useLogger(false);
    await module.init();
    this.#open.push(module);
    return module;
  }
}

export async function eventually<T>(look: () => Promise<T | undefined>, what: string, ms = 10_000): Promise<T> {
  for (const end = performance.now() + ms; ;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await sleep(25);
  }
}
