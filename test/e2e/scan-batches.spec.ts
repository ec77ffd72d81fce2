import { createHash } from 'node:crypto';
import request from 'supertest';
import { CaseHouse, type OpenCase } from '../support/case-house.ts';
import { readPdf } from '../support/pdf-text.ts';
import { scanned } from '../support/scanned.ts';

let house: CaseHouse;
beforeAll(async () => {
  house = await CaseHouse.build();
});
afterAll(() => house.close());

interface Typeset {
  readonly open: OpenCase;
  readonly letterId: string;
  readonly pdf: Uint8Array;
  readonly pages: number;
}

async function typeset(): Promise<Typeset> {
  const open = await house.openCase();
  const { body } = await house.post(`/requests/${open.id}/letter`, {}, open.version).expect(201);
  const { letterId, version } = body as { letterId: string; version: number };
  open.version = version;
  const pdf = await house.get(`/letters/${letterId}/pdf`).buffer(true).expect(200);
  const bytes = new Uint8Array(pdf.body as Buffer);
  return { open, letterId, pdf: bytes, pages: (await readPdf(bytes)).pages.length };
}

function upload(batch: Uint8Array, query = '') {
  return request(house.api.server)
    .post(`/v1/branches/${house.coordinator.branchId}/scan-batches${query}`)
    .set(house.coordinator.headers)
    .attach('file', Buffer.from(batch), 'пачка.pdf');
}

const whole = ({ pdf, pages }: Typeset) => Array.from({ length: pages }, (_, page) => ({ pdf, page }));

test('a batch is split by the codes; what is left goes to a person, who may say what a page is', async () => {
  const [first, second] = [await typeset(), await typeset()];
  const blank = { pdf: null, page: 0 };
  // The second page of the second letter cannot be read: it is a blank sheet to the machine.
  const rest = whole(second).map((one, index) => (index === 1 ? blank : one));
  const batch = await scanned([...rest, ...whole(first).reverse()]);
  const { body } = await upload(batch).expect(200);
  expect(body).toMatchObject({
    letters: [
      { letterId: second.letterId, outcome: 'incomplete', missingPages: [2], fileId: null },
      { letterId: first.letterId, outcome: 'signed', missingPages: [] },
    ],
    unmatchedPages: [2],
  });
  const again = await upload(batch, `?assign=2:${second.letterId}:2`).expect(200);
  expect(again.body.letters[0]).toMatchObject({ letterId: second.letterId, outcome: 'signed' });

  const [kept] = await house.api.database.asAdmin<{ how: string; purpose: string; typeset: string }>(
    `SELECT l.signed_how AS how, f.purpose, a.details ->> 'typeset' = encode(l.sha256, 'hex') AS typeset FROM letters l
     JOIN files f ON f.id = l.signed_file_id
     JOIN audit_entries a ON a.subject_id = l.id::text AND a.action = 'correspondence.sign-letter' WHERE l.id = $1`,
    [first.letterId],
  );
  expect(kept).toEqual({ how: 'scan', purpose: 'signed-letter', typeset: true });
});

test('a letter that has left takes no other signature, and its bytes stay what they were', async () => {
  const sent = await typeset();
  await upload(await scanned(whole(sent))).expect(200);
  await house.send(sent.open);
  const gone = await house.get(`/letters/${sent.letterId}/pdf`).buffer(true).expect(200);
  const { body } = await upload(await scanned(whole(sent))).expect(200);
  expect(body.letters).toEqual([{ letterId: sent.letterId, outcome: 'frozen', missingPages: [], fileId: null }]);
  const again = await house.post(`/requests/${sent.open.id}/letter`, { reservation: false }, sent.open.version);
  expect(again.status).toBe(409);
  const pdf = await house.get(`/letters/${sent.letterId}/pdf`).buffer(true).expect(200);
  expect((gone.body as Buffer).equals(pdf.body as Buffer)).toBe(true);
  await expect(
    house.api.database.asAdmin('UPDATE letters SET pages = 9 WHERE id = $1', [sent.letterId]),
  ).rejects.toThrow(/frozen letter/u);
  const [frozen] = await house.api.database.asAdmin<{ by: string; digest: string; at: Date }>(
    `SELECT frozen_by AS by, encode(sha256, 'hex') AS digest, frozen_at AS at FROM letters WHERE id = $1`,
    [sent.letterId],
  );
  expect(frozen).toMatchObject({ by: house.coordinator.id, at: expect.any(Date) });
  expect(frozen?.digest).toBe(createHash('sha256').update(sent.pdf).digest('hex'));
});

test('what is no PDF is refused', async () => {
  const { body } = await upload(new Uint8Array([1, 2, 3])).expect(422);
  expect(body.code).toBe('documents.scan-unreadable');
});
