import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface S3Server {
  /** As `S3_URL` wants it. */
  readonly url: string;
  /** Stored objects by path: `/bucket/key`. */
  readonly objects: Map<string, Buffer>;
  /** The next so many requests are answered with 503. */
  failNext(requests: number): void;
  close(): Promise<void>;
}

const ACCESS = 'TESTACCESSKEY';
const SECRET = 'secret/with+signs';

/** The part of S3 that a file store needs: PUT and GET of objects by path, with signature version 4 checked. */
export async function startS3Server(bucket: string): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  let failures = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (failures > 0) {
        failures -= 1;
        refuse(response, 503, 'SlowDown');
      } else answer(request, Buffer.concat(chunks), response, bucket, objects);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${ACCESS}:${encodeURIComponent(SECRET)}@127.0.0.1:${port}/${bucket}?region=test-1`,
    objects,
    failNext: (requests) => {
      failures = requests;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function answer(
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  bucket: string,
  objects: Map<string, Buffer>,
): void {
  const path = new URL(request.url ?? '', 'http://s3').pathname;
  const stored = objects.get(path);
  if (!isSigned(request, body)) refuse(response, 403, 'SignatureDoesNotMatch');
  else if (!path.startsWith(`/${bucket}/`)) refuse(response, 404, 'NoSuchBucket');
  else if (request.method === 'PUT') {
    objects.set(path, body);
    response.writeHead(200, { etag: `"${createHash('md5').update(body).digest('hex')}"` }).end();
  } else if (request.method !== 'GET') refuse(response, 405, 'MethodNotAllowed');
  else if (stored === undefined) refuse(response, 404, 'NoSuchKey');
  else response.writeHead(200, { 'content-length': stored.length }).end(stored);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

/** Signature version 4 as the vendor publishes it, computed independently of the client under test. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/;
  const [, access, day = '', region = '', signedHeaders = '', signature] =
    pattern.exec(request.headers.authorization ?? '') ?? [];
  const url = new URL(request.url ?? '', 'http://s3');
  url.searchParams.sort();
  const payloadHash = String(request.headers['x-amz-content-sha256']);
  if (payloadHash !== 'UNSIGNED-PAYLOAD' && payloadHash !== sha256(body)) return false;
  const headers = signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const query = url.search.slice(1).replace(/(^|&)([^=&]+)(?=&|$)/g, '$1$2=');
  const canonical = [request.method, url.pathname, query, headers.join(''), signedHeaders, payloadHash].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer>(hmac, Buffer.from(`AWS4${SECRET}`));
  return access === ACCESS && hmac(key, toSign).toString('hex') === signature;
}

function hmac(key: Buffer, value: string): Buffer {
  return createHmac('sha256', key).update(value).digest();
}

function sha256(value: Buffer | string): string {
  return createHash('sha256').update(value).digest('hex');
}
