import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import request from 'supertest';
import type { Principal } from '#access';
import { type Config, loadConfig } from '#config';
import { Letters, Outgoing, Threads } from '#correspondence';
import { Database, TenantScope } from '#database';
import { newId } from '#kernel';
import { composeMessage, deliverMessage } from '#mail';
import { mailRouteOf } from '../../apps/mail-route.ts';
import { createWorker } from '../../apps/worker/src/create-worker.ts';
import { InboundListener } from '../../apps/worker/src/inbound-listener.ts';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';
import { eventually, PDF } from '../support/correspondence-house.ts';
import { prepareQueues } from '../support/outbox-queues.ts';
import { ScriptedSmtpServer } from '../support/scripted-smtp-server.ts';

let api: ApiServer;
let config: Config;
let dataDir: string;
let server: ScriptedSmtpServer;
let worker: INestApplicationContext;
let coordinator: SignedIn;
let base: string;
let familyId: string;
let authorityId: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'otzyv-correspondence-'));
  const variables = { OTZYV_DATA_DIR: dataDir, LOG_LEVEL: 'silent', SMTP_URL: '', INBOUND_SMTP_PORT: '0' };
  config = loadConfig({ ...variables, DATABASE_URL: '', DATABASE_APP_URL: '', DATABASE_RELAY_URL: '', REDIS_URL: '' });
  api = await startApiServer({ config, mailRoute: mailRouteOf(config) });
  await prepareQueues(api.database);
  coordinator = await api.signIn({ role: 'coordinator' });
  base = `/v1/branches/${coordinator.branchId}`;
  [familyId, authorityId] = [newId(), newId()];
  await api.database.asAdmin(
    `INSERT INTO authorities (id, kind, region_code, short_name, full_name, postal_address, time_zone)
     VALUES ($1, 'school', '16', 'Школа', 'Школа', '', 'Europe/Moscow')`,
    [authorityId],
  );
  await api.database.asAdmin(
    `INSERT INTO families (branch_id, id, number, initials_sealed, data_source, created_by)
     VALUES ($1, $2, 1, '', 'guardian_in_person', $3)`,
    [coordinator.branchId, familyId, coordinator.id],
  );
  server = new ScriptedSmtpServer({ recipients: { 'refusing@school.test': '550 5.1.1 no such user' } });
  await startWorker(server);
});

afterAll(async () => {
  await worker.close();
  await server.stop();
  await api.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A server of strangers: it shows nobody its log, so what is not certain is for a person. */
async function startWorker(smtp: ScriptedSmtpServer): Promise<void> {
  const relay = { host: '127.0.0.1', port: await smtp.start(), tls: 'none' } as const;
  worker = await createWorker({
    ...{ config, databaseUrl: api.database.appUrl, relayUrl: api.database.relayUrl },
    mailRoute: { domain: config.mail.domain, server: relay },
  });
}

interface Sent {
  readonly threadId: string;
  readonly letterId: string;
  readonly messageId: string;
  readonly replyAddress: string;
}

/** What the request room does when a letter is submitted. */
async function send(to = 'info@school.test'): Promise<Sent> {
  const by = { kind: 'person', personId: coordinator.id, role: 'coordinator', requestId: 'test' } as Principal;
  const entry = { kind: 'person', personId: coordinator.id } as const;
  return api.app.get(TenantScope).run({ branchId: coordinator.branchId, entry }, async () => {
    const letters = api.app.get(Letters);
    const file = await letters.store(by, { familyId, fileName: 'Заявление «1».pdf', content: PDF });
    return api.app.get(Database).transaction(async () => {
      const letter = await letters.keep(by, { familyId, kind: 'statement', authorityId, pages: 1, file });
      await letters.freeze(by, letter.id);
      const subject = { type: 'request', id: newId() } as const;
      const thread = await api.app.get(Threads).open(by, { familyId, authorityId, subject });
      const { messageId } = await api.app.get(Outgoing).sendByEmail(by, {
        ...{ threadId: thread.id, letterId: letter.id, to: [to], senderName: 'Союз', subject: 'Заявление' },
        ...{ text: 'Здравствуйте!', attachmentFileIds: [letter.outgoingFileId] },
      });
      return { threadId: thread.id, letterId: letter.id, messageId, replyAddress: thread.replyAddress };
    });
  });
}

const get = (path: string, who = coordinator) => request(api.server).get(`${base}${path}`).set(who.headers);
const settle = (id: string, body: object, who = coordinator) =>
  request(api.server).post(`${base}/messages/${id}/settle`).set(who.headers).send(body);

const until = (messageId: string, state: string): Promise<Record<string, unknown>> =>
  eventually(async () => {
    const { body } = await get(`/messages/${messageId}`).expect(200);
    return body.state === state ? body : undefined;
  }, `the message to be ${state}`);

const auditOf = async (id: string): Promise<string[]> => {
  const rows = await api.database.asAdmin<{ action: string }>(
    `SELECT action FROM audit_entries WHERE subject_id = $1 AND actor_kind = 'person' ORDER BY number`,
    [id],
  );
  return rows.map(({ action }) => action);
};

test('a sent letter shows the server’s answer, its attempts, its bytes, and who has read them', async () => {
  const { messageId, letterId, threadId } = await send();
  expect(await until(messageId, 'sent')).toMatchObject({
    ...{ threadId, letterId, direction: 'outbound', channel: 'email', machine: null },
    messageIdHeader: `<${messageId}@otzyv.test>`,
    serverResponse: '250 2.0.0 taken as 4711',
    ...{ to: ['info@school.test'], subject: 'Заявление', text: 'Здравствуйте!' },
    attachments: [{ position: 1, name: 'Заявление «1».pdf', mediaType: 'application/pdf', size: PDF.length }],
    attempts: [{ fence: 1, outcome: 'accepted', phase: 'final' }],
  });
  const raw = await get(`/messages/${messageId}/raw`).responseType('blob').expect(200);
  expect(raw.headers['content-type']).toContain('message/rfc822');
  expect(server.taken.map((mail) => mail.toString())).toContain((raw.body as Buffer).toString());

  const pdf = await get(`/messages/${messageId}/attachments/1`).responseType('blob').expect(200);
  expect(pdf.headers).toMatchObject({
    'content-type': 'application/pdf',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
    'content-disposition': expect.stringMatching(/^attachment; filename="_+ _1_\.pdf"; filename\*=UTF-8''%D0%97/),
  });
  expect(Buffer.compare(pdf.body as Buffer, PDF)).toBe(0);
  await get(`/messages/${messageId}/attachments/2`).expect(404);
  await get(`/messages/${messageId}/attachments/x`).expect(404);
  await get(`/letters/${letterId}/pdf`)
    .expect(200)
    .expect('content-disposition', /^attachment/);
  expect(new Set(await auditOf(messageId))).toEqual(
    new Set([
      'correspondence.queue-message',
      'correspondence.read-message',
      'correspondence.read-raw',
      'correspondence.read-attachment',
    ]),
  );
  expect(await auditOf(letterId)).toContain('correspondence.read-letter');
});

test('an answer by SMTP appears in its thread with text and file', async () => {
  const { messageId, threadId, replyAddress } = await send();
  await until(messageId, 'sent');
  const raw = await composeMessage({
    messageId: `<${newId()}@edu.test>`,
    date: new Date(),
    from: { address: 'school@edu.test', name: 'Школа' },
    to: [{ address: replyAddress }],
    ...{ subject: 'вх. № 123', text: 'Принято.' },
    attachments: [{ filename: 'Ответ.pdf', contentType: 'application/pdf', content: PDF }],
  });
  const { host, port } = worker.get(InboundListener).address;
  const result = await deliverMessage({
    server: { host, port, tls: 'none' },
    envelope: { from: 'school@edu.test', to: [replyAddress] },
    message: raw,
    beforeBody: () => Promise.resolve(),
  });
  expect(result.kind).toBe('accepted');
  const reply = await eventually(async () => {
    const { body } = await get(`/threads/${threadId}/messages`).expect(200);
    return (body.items as { id: string; direction: string }[]).find(({ direction }) => direction === 'inbound');
  }, 'the reply');
  expect((await get(`/messages/${reply.id}`).expect(200)).body).toMatchObject({
    ...{ state: 'received', machine: null, from: 'Школа <school@edu.test>', subject: 'вх. № 123', text: 'Принято.' },
    attachments: [{ position: 1, name: 'Ответ.pdf', mediaType: 'application/pdf' }],
    attempts: [],
  });
  const kept = await get(`/messages/${reply.id}/raw`).responseType('blob').expect(200);
  expect(Buffer.compare((kept.body as Buffer).subarray(0, raw.length), raw)).toBe(0);
});

test('pages of a list join without a gap or a double', async () => {
  const sent = [];
  for (let count = 0; count < 5; count += 1) sent.push((await send()).messageId);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await get(`/messages?limit=2${query}`).expect(200);
    seen.push(...(body.items as { id: string }[]).map(({ id }) => id));
    cursor = body.nextCursor as string | null;
  } while (cursor !== null);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(expect.arrayContaining(sent));
  await get('/messages?state=lost').expect(422);
});

test('an undecided hand-over waits in a list for a person, whose word and reason are kept', async () => {
  await worker.close();
  await server.stop();
  server = new ScriptedSmtpServer({ final: 'taken-then-drop' });
  await startWorker(server);
  const { messageId } = await send();
  await until(messageId, 'unknown');
  const { body } = await get('/messages?state=unknown&state=sending').expect(200);
  expect((body.items as { id: string }[]).map(({ id }) => id)).toEqual([messageId]);
  await settle(messageId, { as: 'sent' }).expect(422);
  await settle(messageId, { as: 'sent', reason: 'Confirmed by telephone' }).expect(200, /"state":"sent"/);
  const again = await settle(messageId, { as: 'not-sent', reason: 'Changed my mind' }).expect(409);
  expect(again.body).toMatchObject({ code: 'correspondence.not-undecided' });
  const [entry] = await api.database.asAdmin<{ reason: string }>(
    `SELECT reason FROM audit_entries WHERE subject_id = $1 AND action = 'correspondence.settle-message'`,
    [messageId],
  );
  expect(entry?.reason).toBe('Confirmed by telephone');
});

test('another branch and an unassigned volunteer get the answer of what does not exist; a volunteer decides nothing', async () => {
  const { messageId, threadId, letterId } = await send();
  const stranger = await api.signIn({ role: 'coordinator' });
  const volunteer = await api.signIn({ role: 'volunteer', branchId: coordinator.branchId });
  const paths = (id: string, thread: string, letter: string) => [
    `/messages/${id}`,
    `/messages/${id}/raw`,
    `/messages/${id}/attachments/1`,
    `/threads/${thread}/messages`,
    `/letters/${letter}/pdf`,
  ];
  const absent = paths(newId(), newId(), newId());
  for (const [index, path] of paths(messageId, threadId, letterId).entries()) {
    const nothing = await get(absent[index] ?? '').expect(404);
    for (const answer of [
      await request(api.server).get(`/v1/branches/${stranger.branchId}${path}`).set(stranger.headers),
      await get(path, volunteer),
      await get(path, stranger),
    ]) {
      expect(answer.status).toBe(404);
      expect({ ...answer.body, requestId: '', instance: '' }).toEqual({ ...nothing.body, requestId: '', instance: '' });
    }
  }
  expect((await get('/messages', volunteer).expect(200)).body.items).toEqual([]);
  await settle(messageId, { as: 'sent', reason: 'Because' }, volunteer).expect(403);
});
