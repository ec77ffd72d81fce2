import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CaughtMail } from './caught-mail.ts';

let folder: string;
let caught: CaughtMail;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'otzyv-caught-'));
  caught = new CaughtMail(join(folder, 'mail'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const mail = (text: string, second = 0) => ({
  raw: Buffer.from(text),
  envelope: { from: '', to: ['info@school.test'] },
  remoteAddress: '127.0.0.1',
  receivedAt: new Date(Date.UTC(2026, 10, 24, 9, 0, second)),
});
const letter = 'Subject: x\r\nMessage-Id:\r\n <a@otzyv.test>\r\n\r\nMessage-ID: <quoted@otzyv.test>\r\n';

test('a kept mail is found by its Message-ID and reads back as it came', async () => {
  expect(await caught.has('<a@otzyv.test>')).toBe(false);
  expect(await caught.list()).toEqual([]);
  const id = await caught.keep(mail(letter));
  expect(await caught.has('<a@otzyv.test>')).toBe(true);
  expect(await caught.has('<quoted@otzyv.test>')).toBe(false);
  expect((await caught.read(id))?.toString()).toBe(letter);
  expect(await caught.list()).toEqual([
    {
      id,
      messageId: '<a@otzyv.test>',
      envelope: { from: '', to: ['info@school.test'] },
      size: letter.length,
      receivedAt: '2026-11-24T09:00:00.000Z',
    },
  ]);
});

test('a double stays visible, also when both come at once, and leaves nothing unfinished behind', async () => {
  await Promise.all(Array.from({ length: 5 }, (_, second) => caught.keep(mail(letter, second))));
  expect((await caught.list()).map((entry) => entry.messageId)).toEqual(Array(5).fill('<a@otzyv.test>'));
  expect((await readdir(join(folder, 'mail'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('mail without a Message-ID is kept, and a made-up id reads nothing', async () => {
  const id = await caught.keep(mail('no header block at all'));
  expect(await caught.read(id)).not.toBeNull();
  expect(await caught.read('../../etc/passwd')).toBeNull();
});
