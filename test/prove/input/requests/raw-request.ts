import { Agent, request } from 'node:http';

export interface RawRequest {
  readonly method: string;
  /** As it goes over the wire; only ASCII without spaces. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

const ENOUGH_OF_A_STREAM = 'text/event-stream';
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/**
 * Sends the bytes as given. An event stream is left after its head. A connection that the server ends without an answer,
 * and one that gives none in half a minute, reject.
 */
export function sendRaw(port: number, { method, path, headers, body }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, host: '127.0.0.1', port, method, path, timeout: 30_000, headers: withLength(headers, body) },
      (answer) => {
        const status = answer.statusCode ?? 0;
        const contentType = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
        if (contentType === ENOUGH_OF_A_STREAM) {
          answer.destroy();
          resolve({ status, contentType, body: Buffer.alloc(0) });
          return;
        }
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject).on('end', () => {
          resolve({ status, contentType, body: Buffer.concat(parts) });
        });
      },
    );
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error('no answer within 30 s')));
    sent.end(body);
  });
}

function withLength(headers: RawRequest['headers'], body: RawRequest['body']): Record<string, string | number> {
  return body === undefined ? { ...headers } : { ...headers, 'content-length': Buffer.byteLength(body) };
}
