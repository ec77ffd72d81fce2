import { DemoFailure } from './demo-failure.ts';

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

export interface Call {
  readonly body?: object;
  /** Version for If-Match. */
  readonly version?: number;
  readonly idempotencyKey?: string;
}

/** A person at the REST API: signs in once and asks as any other client would. */
export class DemoClient {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async signIn(url: string, email: string, password: string): Promise<DemoClient> {
    const anonymous = new DemoClient(url, '');
    const { accessToken } = await anonymous.expect<{ accessToken: string }>(200, 'POST', '/v1/auth/login', {
      body: { email, password },
    });
    return new DemoClient(url, accessToken);
  }

  /** Shows the password again, as approving, filing, exporting and erasing ask for. */
  async confirm(password: string): Promise<void> {
    const answer = await fetch(`${this.url}/v1/auth/confirm`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ password }),
    });
    if (answer.status !== 204) throw new DemoFailure(`POST /v1/auth/confirm answered ${answer.status}`);
  }

  async call<Body>(method: string, path: string, { body, version, idempotencyKey }: Call = {}): Promise<Answer<Body>> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'accept-language': 'ru',
        ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as Body };
  }

  /** The body of an answer with this status. @throws DemoFailure on any other, with the problem's own words. */
  async expect<Body>(status: number, method: string, path: string, call: Call = {}): Promise<Body> {
    const answer = await this.call<Body>(method, path, call);
    if (answer.status === status) return answer.body;
    throw new DemoFailure(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  get<Body>(path: string): Promise<Body> {
    return this.expect(200, 'GET', path);
  }

  async download(path: string): Promise<Buffer> {
    const answer = await fetch(`${this.url}${path}`, { headers: { authorization: `Bearer ${this.token}` } });
    if (answer.status !== 200) throw new DemoFailure(`GET ${path} answered ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  async upload(path: string, name: string, content: Uint8Array, type: string): Promise<{ id: string; sha256: string }> {
    const form = new FormData();
    form.set('file', new Blob([Buffer.from(content)], { type }), name);
    const headers = { authorization: `Bearer ${this.token}` };
    const answer = await fetch(`${this.url}${path}`, { method: 'POST', headers, body: form });
    const body = (await answer.json()) as { id: string; sha256: string };
    if (answer.status !== 201) throw new DemoFailure(`POST ${path} answered ${answer.status}: ${JSON.stringify(body)}`);
    return body;
  }
}
