import { createHash } from 'node:crypto';
import request from 'supertest';
import { type ApiServer, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApiServer();
});
afterAll(() => api.close());

const open = (path: string, language: string) => request(api.server).get(path).set('accept-language', language);

test.each(['/invitations', '/password-reset'])(
  '%s speaks the language that is asked for and may run only itself',
  async (path) => {
    const russian = await open(path, 'ru-RU,ru;q=0.9').expect(200);
    const english = await open(path, 'en').expect(200);
    expect(russian.text).toContain('<html lang="ru">');
    expect(english.text).toContain('<html lang="en">');
    expect(english.text).not.toMatch(/[А-Яа-яё]/);
    for (const { text, headers } of [russian, english]) {
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      const [, script = ''] = /<script type="module">([^]*)<\/script>/.exec(text) ?? [];
      const [, style = ''] = /<style>([^]*)<\/style>/.exec(text) ?? [];
      for (const part of [script, style]) {
        expect(part.length).toBeGreaterThan(500);
        expect(policy).toContain(`'sha256-${createHash('sha256').update(part).digest('base64')}'`);
      }
      expect(text).not.toMatch(/(src|href)="(?!data:,|#")/);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    }
  },
);
