import { Agent, request } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
  readonly ms: number;
}

export interface Sent {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** One connection of one caller, kept alive as a browser or a balancer keeps it. */
export function connection(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}

/** Never rejects on a status; rejects when the connection breaks. */
export function ask(agent: Agent, { port, method, path, token, headers, body }: Sent): Promise<Reply> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        ...{ agent, host: '127.0.0.1', port, method, path, timeout: 30_000 },
        headers: {
          ...headers,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(payload !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(payload),
          }),
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('error', reject).on('end', () => {
          const ms = performance.now() - begun;
          resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'], text, ms });
        });
      },
    );
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error('The API did not answer within 30 s.')));
    sent.end(payload);
  });
}
