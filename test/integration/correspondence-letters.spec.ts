import { Letters, Messages, Outgoing } from '#correspondence';
import { Database } from '#database';
import { Files } from '#files';
import { localDate, newId } from '#kernel';
import { CorrespondenceHouse, PDF } from '../support/correspondence-house.ts';

let house: CorrespondenceHouse;
let letters: Letters;
let outgoing: Outgoing;
let db: Database;

beforeAll(async () => {
  house = await CorrespondenceHouse.build();
  letters = house.context.get(Letters);
  outgoing = house.context.get(Outgoing);
  db = house.context.get(Database);
});

afterAll(() => house.close());

const familyId = () => house.familyIds[0] ?? '';
const scan = () =>
  house.enter(async () => {
    const file = { familyId: familyId(), purpose: 'scan', name: 'Скан.pdf', content: PDF, by: house.by };
    return (await house.context.get(Files).store(file)).id;
  });
const draft = () =>
  house.enter(async () => {
    const pdf = { familyId: familyId(), fileName: 'Заявление.pdf', content: PDF };
    const file = await letters.store(house.by, pdf);
    const letter = { familyId: familyId(), kind: 'statement', authorityId: house.authorityId, pages: 1, file } as const;
    return letters.keep(house.by, letter);
  });
const email = (letterId: string, threadId: string, more: object = {}) => ({
  ...{ threadId, letterId, to: ['info@school.test'], senderName: 'Союз', subject: 'Заявление', text: '' },
  ...{ attachmentFileIds: [] as string[], ...more },
});
const queued = async () =>
  (await house.branches.database.asAdmin<{ count: number }>(`SELECT count(*)::int AS count FROM messages`))[0]?.count;

test('a letter is signed until it is frozen, and what goes out is what was signed', async () => {
  const letter = await draft();
  expect(letter).toMatchObject({ signed: null, frozenAt: null, outgoingFileId: letter.fileId });
  const signedFile = await scan();
  const signed = await house.enter(() => letters.sign(house.by, letter.id, { fileId: signedFile, how: 'scan' }));
  expect(signed).toMatchObject({ outgoingFileId: signedFile, signed: { how: 'scan' } });
  const frozen = await house.enter(() => letters.freeze(house.by, letter.id));
  expect(frozen.frozenAt).not.toBeNull();
  const again = await house.enter(() => letters.freeze(house.by, letter.id));
  expect(again).toEqual(frozen);
  await expect(
    house.enter(() => letters.sign(house.by, letter.id, { fileId: signedFile, how: 'scan' })),
  ).rejects.toMatchObject({ code: 'correspondence.letter-frozen' });
});

test('the database itself refuses to change a frozen letter', async () => {
  const { letterId } = await house.letter();
  for (const change of [
    'pages = 2',
    `sha256 = '\\x00'`,
    'frozen_at = NULL',
    'signed_file_id = file_id, signed_how = $$scan$$',
  ]) {
    const attempt = house.enter(() =>
      db.transaction((tx) => tx.query(`UPDATE letters SET ${change} WHERE id = $1`, [letterId])),
    );
    await expect(attempt).rejects.toThrow('a frozen letter cannot be changed');
  }
  const deletion = house.enter(() => db.transaction((tx) => tx.query('DELETE FROM letters WHERE id = $1', [letterId])));
  await expect(deletion).rejects.toThrow(/permission denied/);
});

test('signing and freezing at once never end in a letter that was signed after it froze', async () => {
  const signedFile = await scan();
  for (let round = 0; round < 10; round += 1) {
    const letter = await draft();
    const [signed, frozen] = await Promise.allSettled([
      house.enter(() => letters.sign(house.by, letter.id, { fileId: signedFile, how: 'scan' })),
      house.enter(() => letters.freeze(house.by, letter.id)),
    ]);
    expect(frozen.status).toBe('fulfilled');
    const now = await house.enter(() => letters.get(letter.id));
    expect(now.signed !== null).toBe(signed.status === 'fulfilled');
  }
});

test('only a frozen letter leaves, only to somebody, and only with the family’s own files', async () => {
  const before = await queued();
  const letter = await draft();
  const { threadId, letterId } = await house.letter();
  const refused: [string, object][] = [
    ['correspondence.letter-not-frozen', email(letter.id, threadId)],
    ['correspondence.recipient-missing', email(letterId, threadId, { to: [] })],
    ['mail.address-invalid', email(letterId, threadId, { to: ['info@school.test\r\nBcc: x@y.test'] })],
    ['correspondence.file-foreign', email(letterId, threadId, { attachmentFileIds: [newId()] })],
    ['not-found', email(letterId, newId())],
  ];
  for (const [code, wish] of refused) {
    await expect(house.enter(() => outgoing.sendByEmail(house.by, wish as ReturnType<typeof email>))).rejects.toThrow(
      code,
    );
  }
  expect(await queued()).toBe(before);
});

test('a message and its job share the fate of the transaction that asked for them', async () => {
  const before = await queued();
  const { threadId, letterId } = await house.letter();
  const attempt = house.enter(() =>
    db.transaction(async () => {
      await outgoing.sendByEmail(house.by, email(letterId, threadId));
      throw new Error('changed my mind');
    }),
  );
  await expect(attempt).rejects.toThrow('changed my mind');
  expect(await queued()).toBe(before);
  const jobs = await house.branches.database.asAdmin(
    `SELECT 1 FROM outbox WHERE job = 'correspondence.deliver-message'`,
  );
  expect(jobs).toEqual([]);
});

test('what a person has posted is recorded with its number and proof, and nothing is sent', async () => {
  const { threadId, letterId } = await house.letter();
  const evidence = await scan();
  const { messageId } = await house.enter(() =>
    outgoing.recordFiling(house.by, {
      ...{ threadId, letterId, channel: 'registered_post', registrationNumber: '80080000000001' },
      ...{ filedOn: localDate('2026-11-24'), evidenceFileIds: [evidence] },
    }),
  );
  const messages = house.context.get(Messages);
  expect(await house.enter(() => messages.get(messageId))).toMatchObject({
    ...{ threadId, letterId, state: 'recorded', channel: 'registered_post', direction: 'outbound' },
    subject: { type: 'request' },
  });
  expect(await house.enter(() => messages.ofThread(threadId))).toHaveLength(1);
  expect(await house.enter(() => messages.find(messageId), 1)).toBeNull();
  const rows = await house.branches.database.asAdmin<{ row: string }>('SELECT m::text AS row FROM messages m');
  const number = Buffer.from('80080000000001').toString('hex');
  expect(rows.filter(({ row }) => row.includes('80080000000001') || row.includes(number))).toEqual([]);
});

test('a letter and a thread of two families never come together', async () => {
  const { letterId } = await house.letter();
  const other = newId();
  await house.branches.database.asAdmin(
    `INSERT INTO families (branch_id, id, number, initials_sealed, data_source, created_by)
     VALUES ($1, $2, 2, '', 'guardian', $3)`,
    [house.branches.ids[0], other, house.branches.personId],
  );
  const { threadId } = await house.letter(0, other);
  await expect(house.enter(() => outgoing.sendByEmail(house.by, email(letterId, threadId)))).rejects.toMatchObject({
    code: 'correspondence.file-foreign',
  });
});
