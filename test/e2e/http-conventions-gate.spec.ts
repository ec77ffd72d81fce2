import { Agent, get as httpGet, type IncomingMessage } from 'node:http';
import { type ApiServer, startApiServer } from '../support/api-server.ts';
import { heldWork, NotesModule } from '../support/notes.module.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let api: ApiServer;
let port: number;
const agent = new Agent({ keepAlive: true });

beforeEach(async () => {
  api = await startApiServer({ modules: [NotesModule], maxInFlight: 3, drainMs: 1500 });
  await api.app.listen(0, '127.0.0.1');
  port = Number(new URL(await api.app.getUrl()).port);
});

const ask = (path: string) =>
  new Promise<Answer>((resolve, reject) => {
    httpGet({ port, host: '127.0.0.1', path, agent }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    }).on('error', reject);
  });

test('closing: what is at work is finished, what comes is told to come back, then the door is shut', async () => {
  const working = ask('/v1/slow');
  await heldWork.count(1);
  const closed = api.close();
  const late = await ask('/v1/slow');
  expect(late.status).toBe(503);
  expect(late.headers['retry-after']).toBe('5');
  expect(JSON.parse(late.body)).toMatchObject({ code: 'http.closing' });
  expect((await ask('/health/ready')).status).toBe(503);
  heldWork.release();
  expect(await working).toMatchObject({ status: 200, body: '{"done":true}' });
  await closed;
  await expect(ask('/health/live')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('more than it can carry: the next is told to come back while the others are at work, health still answers', async () => {
  const carried = [ask('/v1/slow'), ask('/v1/slow'), ask('/v1/slow')];
  await heldWork.count(3);
  const refused = await ask('/v1/slow');
  expect([refused.status, refused.headers['retry-after']]).toEqual([503, '2']);
  expect((await ask('/health/ready')).status).toBe(200);
  heldWork.release();
  expect((await Promise.all(carried)).map((answer) => answer.status)).toEqual([200, 200, 200]);
  const next = ask('/v1/slow');
  await heldWork.count(1);
  heldWork.release();
  expect((await next).status).toBe(200);
  await api.close();
});
