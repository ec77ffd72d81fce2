import { decline } from '../declension/decline.ts';
import { exampleLetterhead as letterhead } from './example-letterhead.ts';
import { exampleRecords } from './example-records.ts';
import type { LetterInputs } from './letter-kinds.ts';

const guardian: LetterInputs['statement']['guardian'] = {
  name: decline({ surname: 'Иванова', givenName: 'Мария', patronymic: 'Петровна' }),
  relation: 'parent',
  basisDocument: 'свидетельство о рождении серии I-МЮ № 123456 от 20.03.2015',
  identityDocument: 'паспорт 45 10 123456, выдан 14.02.2012 отделом внутренних дел города Примерска',
  address: '123456, г. Примерск, ул. Садовая, д. 7, кв. 12',
  phone: '+7 900 000-00-00',
  email: 'ivanova@example.test',
};

const children: LetterInputs['statement']['children'] = [
  {
    name: decline({ surname: 'Иванов', givenName: 'Пётр', patronymic: 'Сергеевич' }),
    birthDate: '2015-03-12',
    className: '5 «Б»',
  },
];

const systems = ['ФГИС «Моя школа»', 'АИС «Навигатор дополнительного образования детей»', 'ИКОП «Сферум»'];
const attachments = [
  { title: 'Копия свидетельства о рождении ребёнка', sheets: 1 },
  { title: 'Копия согласия на обработку персональных данных от 01.09.2025', sheets: 2 },
];

const statement: LetterInputs['statement'] = {
  caseNumber: 'ПРМ-2026-000123',
  date: '2026-11-24',
  school: {
    name: 'Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 12» города Примерска',
    shortName: 'МБОУ «СОШ № 12» г. Примерска',
    address: '123456, г. Примерск, ул. Школьная, д. 1',
  },
  director: { name: decline({ surname: 'Сидоров', givenName: 'Павел', patronymic: 'Андреевич' }) },
  guardian,
  children,
  consent: { date: '2025-09-01' },
  demands: [
    { code: 'consent_withdrawal', systems, term: { amount: 30, unit: 'calendar-day' } },
    { code: 'stop_processing', systems, term: { amount: 10, unit: 'working-day' } },
    { code: 'third_party_ban', systems, term: { amount: 10, unit: 'working-day' } },
    { code: 'destruction', systems, term: { amount: 7, unit: 'working-day' } },
    { code: 'destruction_confirmation', systems, term: null },
    { code: 'access_request', systems, term: { amount: 10, unit: 'working-day' } },
  ],
  reservation: true,
  attachments,
};

const complaint: LetterInputs['complaint'] = {
  caseNumber: 'ПРМ-2026-000123',
  date: '2027-01-25',
  letterhead,
  authority: {
    name: 'Управление Роскомнадзора по Примерской области',
    address: '123000, г. Примерск, пл. Связи, д. 3',
  },
  guardian,
  children,
  representative: { name: 'Союз родителей «Пример», отделение в Примерской области', mandateDate: '2026-11-20' },
  operator: {
    name: 'Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 12» города Примерска',
    shortName: 'МБОУ «СОШ № 12» г. Примерска',
    inn: '0000000000',
    ogrn: '0000000000000',
    address: '123456, г. Примерск, ул. Школьная, д. 1',
  },
  circumstances: [
    {
      date: '2026-11-24',
      text: 'Направлено заявление об отзыве согласия и о прекращении обработки персональных данных (заказное письмо с описью вложения и уведомлением о вручении).',
    },
    { date: '2026-11-27', text: 'Заявление вручено оператору, что подтверждено уведомлением о вручении.' },
    { date: '2026-12-15', text: 'Повторное обращение в приёмную школы; входящий номер не сообщён.' },
  ],
  terms: [
    {
      demand: 'Прекращение обработки',
      basis: 'ч. 5.1 ст. 21 152-ФЗ',
      received: '2026-11-27',
      term: { amount: 10, unit: 'working-day' },
      due: '2026-12-11',
    },
    {
      demand: 'Отзыв согласия',
      basis: 'ч. 5 ст. 21 152-ФЗ',
      received: '2026-11-27',
      term: { amount: 30, unit: 'calendar-day' },
      due: '2026-12-28',
    },
    {
      demand: 'Запрос сведений об обработке',
      basis: 'ч. 1 ст. 20 152-ФЗ',
      received: '2026-11-27',
      term: { amount: 10, unit: 'working-day' },
      due: '2026-12-11',
    },
  ],
  answer: { kind: 'silence' },
  norms: [
    'ч. 5.1 ст. 21 152-ФЗ: обработка не прекращена в установленный срок, мотивированное уведомление о продлении срока не направлено',
    'ч. 1 ст. 20 152-ФЗ: сведения, предусмотренные ч. 7 ст. 14 152-ФЗ, не предоставлены',
  ],
  discloseApplicant: true,
  attachments: [
    { title: 'Копия заявления от 24.11.2026 с описью вложения', sheets: 3 },
    { title: 'Уведомление о вручении', sheets: 1 },
    ...attachments,
  ],
};

const { school, director, ...demanding } = statement;
const operatorStatement: LetterInputs['operator-statement'] = {
  ...demanding,
  operator: {
    name: 'Министерство цифрового развития, связи и массовых коммуникаций Российской Федерации',
    shortName: 'Минцифры России',
    address: '123112, г. Москва, Пресненская наб., д. 10, стр. 2',
  },
  receiptMark: false,
};

const ourselves = {
  name: 'Межрегиональная общественная организация «Союз родителей «Пример»',
  address: '123456, г. Примерск, ул. Садовая, д. 1',
};
const known = {
  ...guardian,
  identityDocument: 'паспорт 45 10 123456, выдан 14.02.2012 отделом внутренних дел города Примерска',
};

/** One letter of each kind about invented people: for previews of a wording, for tests and for measuring. */
export const exampleLetters: LetterInputs = {
  statement,
  'operator-statement': operatorStatement,
  'repeated-demand': {
    ...demanding,
    date: '2027-01-18',
    operator: {
      ...school,
      head: { position: 'Директору', name: director.name },
    },
    earlier: { date: '2026-11-24', receivedOn: '2026-11-27', incomingNumber: '01-15/318' },
    terms: complaint.terms,
    answer: { kind: 'silence' },
    attachments: [{ title: 'Копия заявления от 24.11.2026 с отметкой о получении', sheets: 3 }, ...attachments],
  },
  complaint,
  'complaint-founder': {
    ...complaint,
    authority: {
      name: 'Управление образования администрации города Примерска',
      address: '123456, г. Примерск, пл. Мира, д. 2',
      head: {
        position: 'Начальнику',
        name: decline({ surname: 'Белова', givenName: 'Анна', patronymic: 'Олеговна' }),
      },
    },
  },
  'complaint-prosecutor': {
    ...complaint,
    authority: {
      name: 'Прокуратура Садового района города Примерска',
      address: '123456, г. Примерск, ул. Правды, д. 5',
    },
  },
  'cover-note': {
    caseNumber: 'ПРМ-2026-000123',
    date: '2026-11-25',
    letterhead,
    outgoingNumber: '2026/318',
    addressee: { ...school, head: { position: 'Директору', name: director.name } },
    sent: { kind: 'statement', date: '2026-11-24', applicant: guardian.name.genitive },
    replyEmail: 'd-7f3a@reply.parents.test',
    attachments: [{ title: 'Заявление законного представителя', sheets: 3 }, ...attachments],
    signer: { position: 'Ответственная за обработку персональных данных', initials: 'Нуриева Л. М.' },
  },
  mandate: {
    caseNumber: 'ПРМ-2026-000123',
    date: '2026-11-20',
    place: 'г. Примерск',
    guardian: known,
    children,
    attorney: { ...ourselves, ogrn: '0000000000000', inn: '0000000000' },
    scope: 'represent',
    expiresOn: '2027-11-19',
  },
  'processing-consent': {
    caseNumber: 'ПРМ-2026-000123',
    date: '2026-11-20',
    guardian: known,
    children,
    operator: ourselves,
    purpose: 'подготовка и подача обращений о персональных данных ребёнка и сопровождение их рассмотрения',
    guardianData: [
      'фамилия, имя, отчество',
      'вид, номер, дата выдачи документа, удостоверяющего личность, и выдавший его орган',
      'почтовый адрес, телефон, адрес электронной почты',
      'сведения о документе, подтверждающем представительство',
    ],
    childData: ['фамилия, имя, отчество', 'дата рождения', 'образовательная организация и класс'],
    actions: [
      'сбор',
      'запись',
      'систематизация',
      'хранение',
      'уточнение',
      'использование',
      'передача адресатам обращений',
      'блокирование',
      'уничтожение',
    ],
    processors: [],
    term: 'до завершения дела и трёх лет после него либо до отзыва',
    withdrawalAddress: '123456, г. Примерск, ул. Садовая, д. 1, или primersk@parents.test',
  },
  ...exampleRecords,
};
