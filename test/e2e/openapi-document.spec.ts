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
