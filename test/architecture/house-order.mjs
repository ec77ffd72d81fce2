/**
 * The one array that holds the order of the rooms: a room may import rooms before it, never one behind it.
 * The dependency rules and the picture of the house are made from it.
 */
export const rooms = [
  { name: 'kernel', path: 'libs/platform/kernel' },
  { name: 'config', path: 'libs/platform/config' },
  { name: 'database', path: 'libs/platform/database' },
  { name: 'mail', path: 'libs/platform/mail' },
  { name: 'vault', path: 'libs/platform/vault' },
  { name: 'audit', path: 'libs/platform/audit' },
  { name: 'outbox', path: 'libs/platform/outbox' },
  { name: 'access', path: 'libs/platform/access' },
  { name: 'files', path: 'libs/platform/files' },
  { name: 'tables', path: 'libs/platform/tables' },
  { name: 'http', path: 'libs/platform/http' },
  { name: 'law', path: 'libs/law' },
  { name: 'documents', path: 'libs/documents' },
  { name: 'organisations', path: 'libs/organisations' },
  { name: 'schools', path: 'libs/schools' },
  { name: 'families', path: 'libs/families' },
  { name: 'imports', path: 'libs/imports' },
  { name: 'correspondence', path: 'libs/correspondence' },
  { name: 'requests', path: 'libs/requests' },
  { name: 'escalations', path: 'libs/escalations' },
  { name: 'notices', path: 'libs/notices' },
  { name: 'erasure', path: 'libs/erasure' },
];

/** Libraries that one place only may use, so that replacing one means opening one room. */
export const soleUsers = [
  { library: 'typeorm', users: ['\\.entity\\.ts$', '\\.repository\\.ts$', '^libs/platform/database/', '^migrations/'] },
  { library: 'bullmq', users: ['^libs/platform/outbox/'] },
  { library: 'ioredis', users: ['^libs/platform/outbox/'] },
  { library: 'nodemailer', users: ['^libs/platform/mail/'] },
  { library: 'mailparser', users: ['^libs/platform/mail/'] },
  { library: 'postal-mime', users: ['^libs/platform/mail/'] },
  { library: 'smtp-server', users: ['^libs/platform/mail/'] },
  { library: '@aws-sdk/client-s3', users: ['^libs/platform/files/'] },
  { library: '@myriaddreamin/typst-ts-node-compiler', users: ['^libs/documents/'] },
  { library: '@hyzyla/pdfium', users: ['^libs/documents/'] },
  { library: 'zxing-wasm', users: ['^libs/documents/'] },
  { library: '@cantoo/pdf-lib', users: ['^libs/documents/'] },
  { library: 'docx', users: ['^libs/documents/'] },
  { library: 'csv-stringify', users: ['^libs/platform/tables/'] },
  { library: 'saxes', users: ['^libs/platform/tables/'] },
  { library: 'yauzl', users: ['^libs/platform/tables/'] },
  { library: 'libphonenumber-js', users: ['^libs/platform/tables/'] },
  { library: 'ical-generator', users: ['^libs/notices/'] },
  { library: 'pdfjs-dist', users: ['^libs/correspondence/', '^test/support/'] },
  { library: 'jose', users: ['^libs/platform/access/'] },
];
