import request from 'supertest';
import { TenantScope } from '#database';
import { localDate, newId } from '#kernel';
import { type DirectoryRow, type DirectoryRowResult, isInn, isOgrn, SchoolDirectory } from '#schools';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
let coordinator: SignedIn;

beforeAll(async () => {
  api = await startApiServer();
  coordinator = await api.signIn({ role: 'coordinator' });
});
afterAll(() => api.close());

const source = () => ({ name: 'Реестр лицензий', observedOn: localDate('2026-11-01'), reference: newId() });

function upsert(rows: readonly DirectoryRow[], from = source(), who = coordinator): Promise<DirectoryRowResult[]> {
  const by = { kind: 'person', personId: who.id, role: 'coordinator', requestId: 'test' } as const;
  const scope = { branchId: who.branchId, entry: { kind: 'person', personId: who.id } } as const;
  return api.app.get(TenantScope).run(scope, () => api.app.get(SchoolDirectory).upsertMany(by, rows, from));
}

let last = 0;
function row(given: Partial<DirectoryRow> = {}): DirectoryRow {
  last += 1;
  return {
    ...{ regionCode: '16', shortName: `МБОУ «СОШ № ${last}» г. Казани`, postalAddress: `Казань, ул. Учебная, ${last}` },
    ogrn: checked(`10216${String(last).padStart(7, '0')}`, isOgrn),
    inn: checked(`16${String(last).padStart(7, '0')}`, isInn),
    ...given,
  };
}

function checked(digits: string, isValid: (number: string) => boolean): string {
  const found = Array.from({ length: 10 }, (_, digit) => `${digits}${digit}`).find(isValid);
  if (found === undefined) throw new Error(`No check digit fits ${digits}.`);
  return found;
}

const brief = (results: readonly DirectoryRowResult[]) =>
  results.map(({ result, reasons }) => [result, ...reasons.map(({ code, pointer }) => `${code}${pointer}`)].join(' '));

const stored = (id: string | null | undefined) =>
  api.database.asAdmin<Record<string, unknown>>('SELECT * FROM authorities WHERE id = $1', [id]);

test('a page makes entries with addresses and history, and the same page again changes nothing', async () => {
  const emails = [{ address: 'Shkola@Kazan.test' }, { address: 'shkola@kazan.test' }];
  const rows = [row({ emails }), row({ kpp: '165501001', municipality: 'г. Казань' }), row({ fullName: 'Полное имя' })];
  const from = source();
  const first = await upsert(rows, from);
  expect(brief(first)).toEqual(['created', 'created', 'created']);
  const again = await upsert(rows);
  expect(brief(again)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  expect(again.map(({ authorityId }) => authorityId)).toEqual(first.map(({ authorityId }) => authorityId));
  const [found] = await stored(first[0]?.authorityId);
  expect(found).toMatchObject({ full_name: rows[0]?.shortName, time_zone: 'Europe/Moscow', version: 1 });
  const kept = await api.database.asAdmin(
    'SELECT address, source, quality FROM authority_emails WHERE authority_id = $1',
    [first[0]?.authorityId],
  );
  expect(kept).toEqual([{ address: 'shkola@kazan.test', source: 'Реестр лицензий', quality: 'unverified' }]);
  const history = await api.database.asAdmin<{ id: string; origin: string }>(
    'SELECT id, origin FROM authority_corrections WHERE reference = $1',
    [from.reference],
  );
  expect(history.map(({ origin }) => origin)).toEqual(['created', 'created', 'created']);
  expect(first.map(({ correctionId }) => correctionId).sort()).toEqual(history.map(({ id }) => id).sort());
});

test('what a row states is filled in, and what it leaves out stays', async () => {
  const known = row({ kpp: '165501001', head: { position: 'Директор', fullName: 'Белых Анна' }, emails: [] });
  const [made] = await upsert([known]);
  const { ogrn, regionCode } = known;
  const [changed] = await upsert([
    {
      ogrn,
      regionCode,
      shortName: 'МБОУ «Гимназия № 9»',
      municipality: 'г. Казань',
      emails: [{ address: 'g9@k.test' }],
    },
  ]);
  expect(changed).toMatchObject({ result: 'updated', authorityId: made?.authorityId, reasons: [] });
  const [after] = await stored(made?.authorityId);
  expect(after).toMatchObject({ short_name: 'МБОУ «Гимназия № 9»', municipality: 'г. Казань', kpp: '165501001' });
  expect(after).toMatchObject({ head_name: 'Белых Анна', postal_address: known.postalAddress, version: 2 });
  const [line] = await api.database.asAdmin<{ changes: object }>(
    `SELECT changes FROM authority_corrections WHERE id = $1`,
    [changed?.correctionId],
  );
  expect(Object.keys(line?.changes ?? {}).sort()).toEqual(['emails', 'municipality', 'shortName']);
});

test('the schools of one legal person are told apart by КПП, and by name where there is none', async () => {
  const head = row({ kpp: '165501001', shortName: 'Центр образования' });
  const branchSchool = { ...head, kpp: '165543001', shortName: 'Центр образования, корпус в Осиново' };
  expect(brief(await upsert([head, branchSchool]))).toEqual(['created', 'created']);
  expect(brief(await upsert([branchSchool, head]))).toEqual(['unchanged', 'unchanged']);
  expect(brief(await upsert([{ ...head, kpp: null }]))).toEqual(['unchanged']);
  expect(brief(await upsert([{ ...head, kpp: null, shortName: 'Как-то иначе' }]))).toEqual(['conflict ambiguous']);
});

test('a name decides only where nothing speaks against it', async () => {
  const shortName = 'МКОУ «Ёлкинская СОШ №3»';
  const [inTown] = await upsert([row({ shortName, ogrn: null, inn: null, municipality: 'Елкино' })]);
  const spelled = { regionCode: '16', shortName: 'мкоу "Елкинская  сош № 3"', postalAddress: 'Елкино' };
  const [same] = await upsert([{ ...spelled, municipality: 'ЁЛКИНО' }]);
  expect(same?.authorityId).toBe(inTown?.authorityId);
  expect(brief(await upsert([{ ...spelled, municipality: 'Другое' }]))).toEqual(['created']);
  expect(brief(await upsert([spelled]))).toEqual(['conflict ambiguous']);
  const withNumbers = row({ shortName, municipality: 'Елкино' });
  const [filled] = await upsert([withNumbers]);
  expect(filled).toMatchObject({ result: 'updated', authorityId: inTown?.authorityId });
  expect(brief(await upsert([row({ shortName, municipality: 'Елкино' })]))).toEqual(['created']);
});

test('each wrong row says why, and stops no other', async () => {
  const good = row();
  const known = row();
  await upsert([known]);
  const results = await upsert([
    row({ inn: '7710474376' }),
    row({ regionCode: '77' }),
    { ...row(), ogrn: checked('102169999999', isOgrn), inn: known.inn },
    good,
    { ...good, shortName: 'Ещё раз' },
    row({ postalAddress: null }),
    row({ kpp: '16550100a' }),
  ]);
  expect(brief(results)).toEqual([
    'conflict invalid/inn',
    'conflict foreign-region/regionCode',
    'conflict numbers-disagree',
    'created',
    'conflict repeated',
    'conflict address-missing/postalAddress',
    'conflict invalid/kpp',
  ]);
  for (const { reasons } of results) {
    for (const { message } of reasons) expect([message.ru, message.en]).not.toContain('');
  }
});

test('what a person corrected by hand is not overwritten', async () => {
  const known = row();
  const [made] = await upsert([known]);
  await request(api.server)
    .patch(`/v1/branches/${coordinator.branchId}/authorities/${made?.authorityId}`)
    .set(coordinator.headers)
    .set('if-match', '"1"')
    .send({ postalAddress: 'Казань, ул. Новая, 1' })
    .expect(200);
  const conflict = await upsert([{ ...known, municipality: 'г. Казань' }]);
  expect(brief(conflict)).toEqual(['conflict set-by-hand/postalAddress']);
  expect(conflict[0]?.authorityId).toBe(made?.authorityId);
  const silent = { ...known, postalAddress: null };
  expect(brief(await upsert([{ ...silent, municipality: 'г. Казань' }]))).toEqual(['updated']);
});

test('two imports of the same schools at once make each school once', async () => {
  const rows = Array.from({ length: 50 }, () => row());
  const [one, other] = await Promise.all([upsert(rows), upsert(rows)]);
  const results = [...one, ...other].map(({ result }) => result);
  expect(results.filter((result) => result === 'created')).toHaveLength(50);
  expect(results.filter((result) => result === 'unchanged')).toHaveLength(50);
});

test('an import that fails half-way leaves nothing behind', async () => {
  await api.database.asAdmin(`
    CREATE FUNCTION refuse_history() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk full'; END $$;
    CREATE TRIGGER refuse_history BEFORE INSERT ON authority_corrections EXECUTE FUNCTION refuse_history()`);
  const [count] = await api.database.asAdmin('SELECT count(*) FROM authorities');
  await expect(upsert([row(), row()])).rejects.toThrow('disk full');
  await api.database.asAdmin('DROP TRIGGER refuse_history ON authority_corrections; DROP FUNCTION refuse_history()');
  expect(await api.database.asAdmin('SELECT count(*) FROM authorities')).toEqual([count]);
});

test('more than a thousand rows are refused whole', async () => {
  await expect(upsert(Array.from({ length: 1001 }, () => row()))).rejects.toThrow(RangeError);
});
