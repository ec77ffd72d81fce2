import { cleanFileName } from './file-name.ts';
import { mediaTypeOf } from './media-type.ts';

const mail = 'From: school@school.test\r\nTo: a@x.test\r\nSubject: =?utf-8?B?0J7RgtCy0LXRgg==?=\r\n\r\nОтвет';

test.each([
  ['application/pdf', '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'],
  ['image/png', '\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00'],
  ['image/jpeg', '\xff\xd8\xff\xe0\x00\x10JFIF\x00'],
  ['message/rfc822', mail],
  ['message/rfc822', `Received: from a\r\n\tby b; Tue, 24 Nov 2026\r\n${mail}`],
  ['text/plain', 'Уважаемые родители: просим прийти.'],
  ['text/plain', 'Ответ: нет\nДата: завтра\n\nТекст'],
  ['text/plain', '<html><script>alert(1)</script></html>'],
  ['text/plain', '\xcf\xf0\xe8\xe2\xe5\xf2'],
  ['application/octet-stream', 'ABC-like\x00\x01\x02'],
])('%s is told by content', async (type, content) => {
  const bytes = /[\u0100-\uffff]/.test(content) ? Buffer.from(content) : Buffer.from(content, 'latin1');
  expect(await mediaTypeOf(bytes)).toBe(type);
});

test('names lose folders, control and direction characters, and excess', () => {
  expect(cleanFileName('../../etc/passwd')).toBe('passwd');
  expect(cleanFileName('a\u0000b\u202Egpj.exe')).toBe('abgpj.exe');
  expect(cleanFileName('C:\\')).toBe('file');
  expect(cleanFileName(' ')).toBe('file');
  expect(cleanFileName('и\u0306.txt')).toBe('й.txt');
  expect(Array.from(cleanFileName('😀'.repeat(300)))).toHaveLength(200);
});
