import { newId } from '#kernel';
import { letterheadOf, senderNameOf, signatureOf } from './branch-identity.ts';
import type { Branch } from './organisations.contract.ts';

const branch: Branch = {
  id: newId(),
  name: 'Омское отделение',
  casePrefix: 'ОМС',
  region: { code: '55', name: { ru: 'Омская область', en: 'Omsk Oblast' } },
  timeZone: 'Asia/Omsk',
  postalAddress: '644000, г. Омск, ул. Образцовая, д. 2',
  languages: ['ru'],
  letterhead: '',
  mailSenderName: '',
  reminderDays: [-3, 0, 1],
  reminderHour: 9,
  responsible: null,
  processingOrder: null,
  status: 'open',
  version: 1,
  association: { id: newId(), name: 'Союз родителей' },
};
const responsible = {
  name: 'Ким Ольга Ильинична',
  position: 'координатор',
  email: 'olga@omsk.test',
  phone: '+7 900 1',
};

test('a branch that wrote no letterhead is headed by its association, name and address', () => {
  expect(letterheadOf(branch)).toEqual({
    lines: ['Союз родителей', 'Омское отделение', '644000, г. Омск, ул. Образцовая, д. 2'],
    contact: [],
  });
});

test('what a branch wrote stands as it wrote it, less blank lines and what no letter can print', () => {
  const { lines, contact } = letterheadOf({ ...branch, letterhead: ' Союз 🙂\n\n  Омск ', responsible });
  expect(lines).toEqual(['Союз', 'Омск']);
  expect(contact).toEqual(['Ким Ольга Ильинична, координатор', 'тел. +7 900 1, olga@omsk.test']);
  const silent = { ...responsible, email: null, phone: '' };
  expect(letterheadOf({ ...branch, responsible: silent }).contact).toEqual(['Ким Ольга Ильинична, координатор']);
});

test('mail is signed by the branch, and its chosen name stands beside the address', () => {
  expect(senderNameOf(branch)).toBe('Союз родителей');
  expect(senderNameOf({ ...branch, mailSenderName: 'Родители Омска' })).toBe('Родители Омска');
  expect(signatureOf({ ...branch, responsible }, 'en').split('\n')).toEqual([
    '-- ',
    'Союз родителей',
    'Омское отделение',
    '644000, г. Омск, ул. Образцовая, д. 2',
    'Ким Ольга Ильинична, координатор',
    'tel. +7 900 1, olga@omsk.test',
    '',
  ]);
});
