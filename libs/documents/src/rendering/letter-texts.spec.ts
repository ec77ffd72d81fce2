import { decline } from '../declension/decline.ts';
import { exampleLetters } from '../letters/example-letters.ts';
import type { LetterInputs, LetterKind } from '../letters/letter-kinds.ts';
import { readPdf } from '../../../../test/support/pdf-text.ts';
import { LetterRenderer } from './letter-renderer.ts';

let renderer: LetterRenderer;
beforeAll(() => {
  renderer = new LetterRenderer();
});
afterAll(async () => {
  await renderer.close();
});

async function pagesOf<K extends LetterKind>(kind: K, data: LetterInputs[K]): Promise<readonly string[]> {
  return (await readPdf((await renderer.render(kind, data)).pdf)).pages;
}
const textOf = async <K extends LetterKind>(kind: K, data: LetterInputs[K]) => (await pagesOf(kind, data)).join(' ');

test('a statement: header with dative and genitive, demands numbered with article and term, signature, page numbers', async () => {
  const pages = await pagesOf('statement', exampleLetters.statement);
  const text = pages.join(' ');
  expect(text).toMatch(/^Директору МБОУ «СОШ № 12» г\. Примерска Сидорову Павлу Андреевичу /);
  expect(text).toContain(
    'от Ивановой Марии Петровны, действующей в интересах несовершеннолетнего Иванова Петра Сергеевича, обучающегося 5 «Б» класса',
  );
  expect(text).toContain('Заявление об отзыве согласия на обработку персональных данных и о прекращении их обработки');
  expect(text).toContain('статьи 64 Семейного кодекса Российской Федерации и части 6 статьи 9');
  expect(text).toContain('№ 152-ФЗ «О персональных данных» (далее — 152-ФЗ)');
  for (const [number, basis, term] of [
    [1, 'ч. 2 ст. 9, ч. 5 ст. 21 152-ФЗ.', 'не более 30 календарных дней с даты поступления отзыва'],
    [2, 'ч. 5.1 ст. 21 152-ФЗ.', 'не более 10 рабочих дней с даты получения требования'],
    [3, 'ч. 3 ст. 6, ст. 7, ч. 2 ст. 9, ч. 5.1 ст. 21 152-ФЗ.', 'не более 10 рабочих дней'],
    [4, 'ч. 1 ст. 14, ч. 3 ст. 20 152-ФЗ.', 'не более 7 рабочих дней'],
    [6, 'ч. 1, 3 и 7 ст. 14, ч. 1 ст. 20 152-ФЗ.', 'не более 10 рабочих дней с даты получения запроса'],
  ] as const) {
    expect(text).toMatch(new RegExp(`${number}\\. \\p{Lu}.*?Основание: ${escaped(basis)} Срок: ${escaped(term)}`, 'u'));
  }
  expect(text).toMatch(
    /5\. Прошу подтвердить уничтожение[^_]*?приказом Роскомнадзора от 28\.10\.2022 № 179\. (?!Срок)/,
  );
  expect(text).toContain('Приложение: 1. Копия свидетельства о рождении ребёнка, на 1 л. 2. Копия согласия');
  expect(text).toMatch(/24 ноября 2026 г\. Иванова М\. П\. \(подпись\)/);
  pages.forEach((page, index) => {
    expect(page).toMatch(new RegExp(`Дело № ПРМ-2026-000123 стр\\. ${index + 1} из 3$`));
  });
});

test('the reservation and the receipt mark are switches', async () => {
  const on = await textOf('statement', exampleLetters.statement);
  const off = await textOf('statement', { ...exampleLetters.statement, reservation: false, receiptMark: false });
  for (const phrase of ['№ 273-ФЗ «Об образовании в Российской Федерации»', 'Отметка о получении']) {
    expect(on).toContain(phrase);
    expect(off).not.toContain(phrase);
  }
});

const NAMING_152 = (Object.keys(exampleLetters) as LetterKind[]).filter(
  (kind) => !['evidence-inventory', 'request-record', 'cover-note', 'mandate'].includes(kind),
);

test.each(NAMING_152)('%s: «152-ФЗ» comes back in one piece', async (kind) => {
  const text = await textOf(kind, exampleLetters[kind]);
  expect(text).toMatch(/(?:№ |ст\. \d+ )152-ФЗ/u);
});

test.each([
  ['operator-statement', /^В Министерство цифрового развития, .*? Заявление об отзыве согласия/u],
  ['operator-statement', /возложенных на оператора федеральным законом\./u],
  ['repeated-demand', /^Директору МБОУ «СОШ № 12» г\. Примерска Сидорову Павлу Андреевичу /u],
  ['repeated-demand', /Повторное требование по заявлению от 24\.11\.2026 \(вх\. № 01-15\/318\)/u],
  [
    'repeated-demand',
    /1 Прекращение обработки ч\. 5\.1 ст\. 21 152-ФЗ 27\.11\.2026 10 рабочих дней 11\.12\.2026 истёк/u,
  ],
  ['repeated-demand', /Повторно заявляю следующие требования.*? 1\. Отзываю согласие .*? я буду вынуждена обратиться/u],
  ['complaint-founder', /В Управление образования администрации города Примерска Начальнику Беловой Анне Олеговне/u],
  ['complaint-founder', /со ст\. 45 Федерального закона от 29\.12\.2012 № 273-ФЗ/u],
  ['complaint-prosecutor', /Прокурору Садового района города Примерска/u],
  ['complaint-prosecutor', /руководствуясь ст\. 10, 21 и 22 Закона о прокуратуре, прошу: 1\. провести проверку/u],
  ['cover-note', /исх\. № 2026\/318 от 25\.11\.2026 Сопроводительное письмо о направлении заявления законного/u],
  ['cover-note', /Направляем Вам заявление Ивановой Марии Петровны от 24\.11\.2026\. Документ подписан заявителем/u],
  ['cover-note', /на 3 л\. .*Ответственная за обработку персональных данных 25 ноября 2026 г\. Нуриева Л\. М\./u],
  ['mandate', /^Доверенность г\. Примерск, 20 ноября 2026 г\. Я, Иванова Мария Петровна \(паспорт/u],
  ['mandate', /по 19 ноября 2027 г\. включительно\./u],
  ['processing-consent', /^Согласие на обработку персональных данных Я, Иванова Мария Петровна/u],
  ['processing-consent', /5\. Обработка другим лицам не поручается\./u],
] as const)('%s reads as it should: %s', async (kind, said) => {
  expect(await textOf(kind, exampleLetters[kind])).toMatch(said);
});

test('a mandate to hand in gives no power to sign', async () => {
  const narrow = await textOf('mandate', { ...exampleLetters.mandate, scope: 'submit' });
  expect(narrow).toContain('передавать от моего имени подписанные мной документы');
  expect(narrow).not.toMatch(/подписывать и подавать|обжаловать/u);
  expect(await textOf('mandate', exampleLetters.mandate)).toMatch(/подписывать и подавать от моего имени/u);
});

test('nothing contested is asserted', async () => {
  const text = await textOf('statement', exampleLetters.statement);
  expect(text).not.toMatch(/обязан[аоы]?[ ,.]|незаконн(ая|ой) обработк|рейтинг|витрин|210-ФЗ|1241|Минфин/i);
});

test('demands that differ in systems name their own; one page has no page number', async () => {
  const short = {
    ...exampleLetters.statement,
    attachments: [],
    receiptMark: false,
    demands: [
      { code: 'stop_processing' as const, systems: ['ФГИС «Моя школа»'], term: null },
      { code: 'access_request' as const, systems: [], term: null },
    ],
  };
  const text = await textOf('statement', short);
  expect(text).toContain('Требование относится к информационной системе: ФГИС «Моя школа».');
  expect(text).toContain('Требование относится к любой обработке персональных данных оператором.');
  const inventory = await textOf('evidence-inventory', exampleLetters['evidence-inventory']);
  expect(inventory).not.toContain('стр.');
});

test('three children of both genders and a male guardian who is no parent', async () => {
  const child = (surname: string, givenName: string, patronymic: string) => ({
    name: decline({ surname, givenName, patronymic }),
    birthDate: '2014-05-01',
    className: '6 «А»',
  });
  const text = await textOf('statement', {
    ...exampleLetters.statement,
    guardian: {
      ...exampleLetters.statement.guardian,
      name: decline({ surname: 'Соколов', givenName: 'Илья', patronymic: 'Ильич' }),
      relation: 'guardian',
    },
    children: [
      child('Белова', 'Анна', 'Олеговна'),
      child('Белов', 'Лев', 'Олегович'),
      child('Белов', 'Павел', 'Олегович'),
    ],
  });
  expect(text).toContain('от Соколова Ильи Ильича, действующего в интересах несовершеннолетних детей:');
  expect(text).toContain('Беловой Анны Олеговны, 01.05.2014 г. р., обучающейся 6 «А» класса; Белова Льва Олеговича');
  expect(text).toContain('(опекуном)');
  expect(text).toContain('моих подопечных');
  expect(text).not.toContain('статьи 64 Семейного кодекса');
});

test('forty demands about long names wrap inside the page', async () => {
  const long = `Информационная система ${'межведомственного взаимодействия образовательных организаций '.repeat(3).trim()}`;
  const demands = Array.from({ length: 40 }, (_, index) => ({
    code: 'stop_processing' as const,
    systems: [`${long} № ${index + 1}`],
    term: { amount: 10, unit: 'working-day' as const },
  }));
  const address = 'ул.БезПробеловИзПрограммыБухгалтерии'.repeat(4);
  const email = 'a.very.long.mailbox.name.of.one.parent@subdomain.of.a.provider.example.test';
  const name = `Государственное бюджетное общеобразовательное учреждение ${'имени Заслуженного Учителя '.repeat(15)}`;
  const school = { name, shortName: name.slice(0, 280), address };
  const guardian = { ...exampleLetters.statement.guardian, email };
  const pages = await pagesOf('statement', { ...exampleLetters.statement, demands, school, guardian });
  const text = pages.join(' ');
  expect(text.replaceAll(' ', '')).toContain(address);
  expect(text.replaceAll(' ', '')).toContain(email);
  // The words around the long one still run on: the paragraph is not one box.
  expect(text).toContain('копию — на адрес электронной почты a.very.long.');
  expect(text).toMatch(/40\. Прошу прекратить обработку/);
  expect(pages.length).toBeGreaterThan(8);
  expect(text).toContain(`стр. ${pages.length} из ${pages.length}`);
});

test('a complaint: addressee, operator, circumstances by date, one line per term, requests, consent to disclosure', async () => {
  const text = await textOf('complaint', exampleLetters.complaint);
  expect(text).toContain('В Управление Роскомнадзора по Примерской области 123000, г. Примерск');
  expect(text).toContain('ИНН 0000000000, ОГРН 0000000000000');
  expect(text).toContain('Жалоба на нарушение законодательства о персональных данных');
  expect(text).toContain('27.11.2026 Заявление вручено оператору');
  expect(text).toContain('1 Прекращение обработки ч. 5.1 ст. 21 152-ФЗ 27.11.2026 10 рабочих дней 11.12.2026 истёк');
  expect(text).toContain('Ответ оператора на дату жалобы мной не получен.');
  expect(text).toContain('прошу: 1. провести проверку доводов жалобы;');
  expect(text).toContain('ст. 13.11 КоАП РФ');
  expect(text).toContain('необходимых для рассмотрения жалобы, согласна.');
});

test('a complaint over an answer, before a term has run out, without consent to disclosure', async () => {
  const text = await textOf('complaint', {
    ...exampleLetters.complaint,
    date: '2026-12-20',
    answer: { kind: 'answer', date: '2026-12-10', number: '15/2', assessment: 'Основание обработки не указано.' },
    discloseApplicant: false,
  });
  expect(text).toContain('Ответ оператора от 10.12.2026 № 15/2 получен. Основание обработки не указано.');
  expect(text).toContain('30 календарных дней 28.12.2026 не истёк');
  expect(text).toContain('сведений о заявителе не согласна.');
});

test('an inventory: number, title, file, day, size and whole digest', async () => {
  const text = await textOf('evidence-inventory', exampleLetters['evidence-inventory']);
  expect(text).toMatch(/Опись приложений к жалобе от 25\.01\.2027/);
  expect(text).toContain('2 Уведомление о вручении 02-delivery-notice.jpg 27.11.2026 1,5 МБ');
  expect(text.replaceAll(' ', '')).toContain('a1'.repeat(32));
  expect(text).toContain('Всего файлов: 3.');
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

const PRINTED = 'Союз родителей «Пример» Отделение в Примерской области 123456, г. Примерск, ул. Садовая, д. 1';

test('what goes out in the name of the association carries its letterhead and whom to turn to', async () => {
  for (const kind of ['complaint', 'evidence-inventory', 'destruction-act'] as const) {
    const [first = '', ...rest] = await pagesOf(kind, exampleLetters[kind]);
    expect(first).toMatch(new RegExp(`^${escaped(PRINTED)}`, 'u'));
    expect(first).toContain('Контактное лицо: Нуриева Лилия Маратовна, ответственная');
    expect(first).toContain('тел. +7 900 000-00-01');
    for (const page of rest) expect(page).not.toContain('Контактное лицо');
  }
  expect(await textOf('complaint', exampleLetters.complaint)).toContain(
    'через представителя по доверенности от 20.11.2026: Союз родителей «Пример», отделение в Примерской области',
  );
});

test('a family that writes for itself has nobody above its letter', async () => {
  expect(await textOf('statement', exampleLetters.statement)).not.toContain('Союз родителей');
  const { letterhead, representative, ...own } = exampleLetters.complaint;
  expect([letterhead, representative]).not.toContain(undefined);
  const text = await textOf('complaint', own);
  expect(text).toMatch(/^В Управление Роскомнадзора/);
  expect(text).not.toContain('Союз родителей');
  expect(text).not.toContain('представителя по доверенности');
});
