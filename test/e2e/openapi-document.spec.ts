import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { type ApiServer, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApiServer();
});
afterAll(() => api.close());

// One contract that the document cannot hold makes the whole of it, and the page that shows it, an internal error.
test('the OpenAPI document of the whole API can be made, and no schema of it is nameless', async () => {
  const { status, body } = await request(api.server).get('/openapi.json');
  expect(status).toBe(200);
  expect(Object.keys(body.components.schemas).filter((name) => name.startsWith('Augmented'))).toEqual([]);
});

// A field that may be null was once told as a list of texts, and two contracts of one name as one.
test('what may be null is told as such, and no two contracts share a name', async () => {
  const { body } = await request(api.server).get('/openapi.json');
  const { nextCursor } = body.components.schemas.RequestPage_Output.properties;
  expect(nextCursor).toEqual({ anyOf: [{ type: 'string' }, { type: 'null' }] });
  const files = ['apps', 'libs'].flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: 'utf8' }).map((inner) => join(top, inner)),
  );
  const contracts = files.filter((file) => file.endsWith('.contract.ts'));
  const names = contracts.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^export class (\w+) extends dto\(/gm)].map(([, name]) => name),
  );
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
