import { exampleLetterhead as letterhead } from './example-letterhead.ts';
import type { LetterInputs } from './letter-kinds.ts';

/** One record of each kind that a branch keeps or hands out, about invented people. */
export const exampleRecords: Pick<LetterInputs, 'request-record' | 'evidence-inventory' | 'destruction-act'> = {
  'request-record': {
    caseNumber: 'ПРМ-2026-000123',
    date: '2027-01-25',
    letterhead,
    operator: 'МАОУ «Средняя школа № 5» г. Перми',
    timeZone: 'Asia/Yekaterinburg',
    events: [
      { day: '2026-11-24', text: '10:05 — Обращение заведено (координатор)' },
      { day: '2026-11-24', text: '10:31 — Письмо зафиксировано (координатор)' },
      { day: '2026-11-24', text: '10:32 — Попытка отправки: принято сервером адресата' },
      { day: '2026-11-24', text: '10:32 — Срок пошёл: stop10wd: до 08.12.2026' },
      { day: '2026-12-09', text: '00:00 — Срок истёк без исполнения: stop10wd: до 08.12.2026' },
      { day: '2026-12-14', text: '09:00 — Открыта ступень обжалования (программа)' },
    ],
    deadlines: [
      {
        title: 'Прекращение обработки (stop10wd, редакция 1, календарь ru-2026-11-24): истёк 08.12.2026',
        steps: [
          'Получено 24.11.2026.',
          'Срок 10 рабочих дней (152-ФЗ ст. 21 ч. 5.1), отсчёт со следующего дня, 25.11.2026.',
          'Срок истекает 08.12.2026 в 24:00 (Asia/Yekaterinburg, ст. 194 ГК РФ).',
        ],
      },
    ],
    messages: [
      {
        title: 'Отправлено 24.11.2026 10:32',
        id: '<018f3c5e-0000-7000-8000-00000000abcd@mail.otzyv.test>',
        answer: '250 2.0.0 Ok: queued as 4F1A2B',
      },
    ],
    files: [
      {
        title: 'Заявление, как оно отправлено',
        fileName: '01-statement.pdf',
        date: '2026-11-24',
        bytes: 48_213,
        sha256: '3f'.repeat(32),
      },
    ],
    chain: { number: 1042, hash: '9c'.repeat(32) },
  },
  'evidence-inventory': {
    caseNumber: 'ПРМ-2026-000123',
    date: '2027-01-25',
    letterhead,
    subject: 'к жалобе от 25.01.2027',
    files: [
      {
        title: 'Заявление от 24.11.2026',
        fileName: '01-statement.pdf',
        date: '2026-11-24',
        bytes: 48_213,
        sha256: '3f'.repeat(32),
      },
      {
        title: 'Уведомление о вручении',
        fileName: '02-delivery-notice.jpg',
        date: '2026-11-27',
        bytes: 1_540_112,
        sha256: 'a1'.repeat(32),
      },
      {
        title: 'Снимок экрана электронного дневника',
        fileName: '03-diary-screenshot-2026-12-15.png',
        date: '2026-12-15',
        bytes: 812,
        sha256: '0c'.repeat(32),
      },
    ],
    signedBy: 'Иванова М. П.',
  },
  'destruction-act': {
    caseNumber: 'ПРМ-А-2026-000012',
    date: '2026-11-24',
    letterhead,
    operator: {
      name: 'Союз родителей, отделение в Примерской области',
      address: '123456, г. Примерск, ул. Садовая, д. 1',
    },
    subjects: ['Иванова Мария Петровна', 'Иванов Пётр Сергеевич'],
    categories: ['фамилия, имя, отчество', 'адрес', 'сведения об обучении'],
    systems: ['Информационная система «Отзыв»'],
    method: 'уничтожение ключа шифрования и удаление файлов',
    reason: 'обращение законного представителя',
    destroyedBy: ['Ответственный за обработку персональных данных'],
    counts: ['Файлы: 12', 'Сообщения: 4'],
  },
};
