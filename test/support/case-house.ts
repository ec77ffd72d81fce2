import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { INestApplicationContext } from '@nestjs/common';
import request from 'supertest';
import { loadConfig } from '#config';
import {
  type CaughtMail,
  composeMessage,
  deliverMessage,
  type DeliveryResult,
  MailCatcher,
  type MessageDraft,
  parseMessage,
} from '#mail';
import { newId } from '#kernel';
import { caughtMailOf, mailRouteOf } from '../../apps/mail-route.ts';
import { createWorker } from '../../apps/worker/src/create-worker.ts';
import { InboundListener } from '../../apps/worker/src/inbound-listener.ts';
import { type ApiServer, type SignedIn, startApiServer } from './api-server.ts';
import { eventually, PDF } from './correspondence-house.ts';
import { prepareQueues } from './outbox-queues.ts';

export const DEMANDS = ['consent_withdrawal', 'stop_processing', 'access_request'] as const;

export interface OpenCase {
  readonly id: string;
  readonly familyId: string;
  readonly caseNumber: string;
  version: number;
}

/** API, worker and a mail sink on one database: everything that a request needs to be lived through. */
export class CaseHouse {
  private constructor(
    readonly api: ApiServer,
    readonly worker: INestApplicationContext,
    readonly coordinator: SignedIn,
    readonly schoolId: string,
    private readonly catcher: MailCatcher,
    /** What went out. */
    readonly caught: CaughtMail,
    private readonly dataDir: string,
  ) {}

  static async build(): Promise<CaseHouse> {
    const dataDir = mkdtempSync(join(tmpdir(), 'otzyv-cases-'));
    const config = loadConfig({
      ...{ OTZYV_DATA_DIR: dataDir, LOG_LEVEL: 'silent', INBOUND_SMTP_PORT: '0' },
      ...{ DATABASE_URL: '', DATABASE_APP_URL: '', DATABASE_RELAY_URL: '', REDIS_URL: '', SMTP_URL: '', S3_URL: '' },
    });
    const caught = caughtMailOf(config);
    const catcher = new MailCatcher({
      onMail: async (mail) => {
        await caught.keep(mail);
      },
    });
    const since = performance.now();
    const mailRoute = mailRouteOf(config, { server: await catcher.start(), since });
    const api = await startApiServer({ config, mailRoute });
    await prepareQueues(api.database);
    const { appUrl, relayUrl } = api.database;
    const worker = await createWorker({ config, databaseUrl: appUrl, relayUrl, mailRoute });
    const coordinator = await api.signIn({ role: 'coordinator' });
    const house = new CaseHouse(api, worker, coordinator, newId(), catcher, caught, dataDir);
    await api.database.asAdmin(
      `INSERT INTO authorities (id, kind, region_code, short_name, full_name, inn, postal_address, time_zone, head_position, head_name, head_gender)
       VALUES ($1, 'school', '16', 'СОШ № 5', 'Средняя школа № 5', NULL, 'г. Казань', 'Europe/Moscow', 'Директор', 'Иванов Пётр Сергеевич', 'male'),
              ($2, 'regulator', '16', 'Управление', 'Управление Роскомнадзора по Республике Татарстан (Татарстан)', NULL, 'г. Казань', 'Europe/Moscow', NULL, NULL, NULL)`,
      [house.schoolId, newId()],
    );
    await api.database.asAdmin(
      `INSERT INTO authority_emails (id, authority_id, address, source, observed_on) VALUES ($1, $2, 'office@school5.test', 'сайт', '2026-09-01')`,
      [newId(), house.schoolId],
    );
    return house;
  }

  async close(): Promise<void> {
    await this.worker.close();
    await this.api.close();
    await this.catcher.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  get(path: string, who = this.coordinator) {
    return request(this.api.server).get(`/v1/branches/${this.coordinator.branchId}${path}`).set(who.headers);
  }

  post(path: string, body: object = {}, version?: number, who = this.coordinator) {
    const call = request(this.api.server).post(`/v1/branches/${this.coordinator.branchId}${path}`).set(who.headers);
    if (version !== undefined) void call.set('if-match', `"${version}"`);
    return call.send(body);
  }

  /** A new family with a draft request to the school. */
  async openCase(): Promise<OpenCase> {
    const family = await this.post('/families', {
      dataSource: 'guardian_in_person',
      guardians: [
        {
          relation: 'parent',
          name: { surname: 'Петрова', givenName: 'Анна', patronymic: 'Игоревна' },
          postalAddress: 'г. Казань, ул. Мира, д. 1',
        },
      ],
      children: [
        {
          name: { surname: 'Петров', givenName: 'Илья', patronymic: 'Олегович' },
          birthDate: '2015-05-05',
          enrolment: { authorityId: this.schoolId, classLabel: '5 «А»', from: '2026-09-01' },
        },
      ],
    }).expect(201);
    const opened = await this.post('/requests', {
      familyId: family.body.id,
      guardianId: family.body.guardians[0].id,
      childIds: [family.body.children[0].id],
      authorityId: this.schoolId,
      demands: DEMANDS.map((kind) => ({ kind, systemCodes: ['my_school'] })),
    }).expect(201);
    const { id, familyId, caseNumber, version } = opened.body as OpenCase;
    return { id, familyId, caseNumber, version };
  }

  /** The letter is typeset, signed by a scan and ready to go. */
  async prepare(open: OpenCase): Promise<void> {
    const letter = await this.post(`/requests/${open.id}/letter`, {}, open.version).expect(201);
    const scan = await request(this.api.server)
      .post(`/v1/branches/${this.coordinator.branchId}/families/${open.familyId}/files?purpose=signed-letter`)
      .set(this.coordinator.headers)
      .attach('file', PDF, 'скан.pdf')
      .expect(201);
    const signed = await this.post(
      `/requests/${open.id}/signature`,
      { fileId: scan.body.id, how: 'scan' },
      letter.body.version as number,
    ).expect(200);
    open.version = signed.body.version as number;
  }

  /** Submitted and taken by the sink; resolves to the address that answers go to. */
  async send(open: OpenCase): Promise<string> {
    const { body } = await this.post(
      `/requests/${open.id}/submission`,
      { to: 'office@school5.test' },
      open.version,
    ).expect(202);
    open.version = body.version as number;
    const { body: message } = await eventually(async () => {
      const answer = await this.get(`/messages/${body.messageId as string}`).expect(200);
      return answer.body.state === 'sent' ? answer : undefined;
    }, 'the letter to be sent');
    await eventually(async () => {
      const { body: clocks } = await this.get(`/requests/${open.id}/deadlines`).expect(200);
      return clocks.items.length > 0 ? true : undefined;
    }, 'the clocks to start');
    const raw = await this.get(`/messages/${message.id as string}/raw`)
      .buffer(true)
      .parse(binary)
      .expect(200);
    const { headers } = await parseMessage(raw.body as Buffer);
    const replyTo = headers.find(({ name }) => name === 'reply-to')?.value ?? '';
    return /r-[^@\s<>]+@[^\s<>]+/.exec(replyTo)?.[0] ?? '';
  }

  /** A reply by SMTP; resolves when it waits for a person, to its message id. */
  async reply(
    open: OpenCase,
    to: string,
    text: string,
    attachments: MessageDraft['attachments'] = [],
  ): Promise<string> {
    const from = 'office@school5.test';
    const raw = await composeMessage({
      ...{ messageId: `<${newId()}@school5.test>`, date: new Date(), from: { address: from }, to: [{ address: to }] },
      ...{ subject: 'Ответ', text, attachments },
    });
    const result = await this.postMail(to, raw, from);
    if (result.kind !== 'accepted') throw new Error(`The reply was not taken: ${result.kind}`);
    const { body } = await eventually(async () => {
      const answer = await this.get(`/requests/${open.id}`).expect(200);
      return answer.body.replyWaitingSince === null ? undefined : answer;
    }, 'the reply to wait for a person');
    open.version = body.version as number;
    const thread = await this.get(`/threads/${body.threadId as string}/messages`).expect(200);
    return thread.body.items.find((one: { direction: string }) => one.direction === 'inbound').id as string;
  }

  /** What has come to an address so far, as it was on the wire, the oldest first. */
  async mailsTo(address: string): Promise<Buffer[]> {
    const entries = (await this.caught.list()).filter(({ envelope }) => envelope.to.includes(address));
    const mails = await Promise.all(entries.map(({ id }) => this.caught.read(id)));
    return mails.filter((mail) => mail !== null);
  }

  /** As another mail server would, to the worker's door. */
  postMail(to: string, message: Buffer, from: string): Promise<DeliveryResult> {
    const { address } = this.worker.get(InboundListener);
    return deliverMessage({
      ...{ server: { ...address, tls: 'none' }, envelope: { from, to: [to] }, message },
      beforeBody: () => Promise.resolve(),
    });
  }

  /** Moves the database's clock to a moment. */
  async moveClockTo(moment: Date): Promise<void> {
    await this.api.database.asAdmin('UPDATE clock_shift SET shift = $1::timestamptz - now()', [moment]);
  }
}

/** superagent hands over the response as a stream, whatever its type says. */
function binary(response: unknown, done: (error: Error | null, body: Buffer) => void): void {
  buffer(response as NodeJS.ReadableStream).then(
    (body) => {
      done(null, body);
    },
    (error: unknown) => {
      done(error as Error, Buffer.alloc(0));
    },
  );
}
