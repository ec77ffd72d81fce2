export interface Call {
  readonly method: string;
  readonly path: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sends a small PDF as the part `file` instead of a JSON body. */
  readonly upload?: boolean;
}

export interface Answered {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly text: string;
}

const PDF = new Blob(['%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n'], { type: 'application/pdf' });

/** One request over a real connection; `base` is `http://127.0.0.1:port`. */
export async function callOver(base: string, call: Call): Promise<Answered> {
  const headers: Record<string, string> = { ...call.headers };
  if (call.token !== undefined) headers['authorization'] = `Bearer ${call.token}`;
  let body: FormData | string | null = null;
  if (call.upload === true) {
    body = new FormData();
    body.set('file', PDF, 'Скан.pdf');
  } else if (call.body !== undefined) {
    headers['content-type'] = 'application/json';
    body = JSON.stringify(call.body);
  }
  const answer = await fetch(`${base}${call.path}`, { method: call.method, headers, body });
  return { status: answer.status, headers: [...answer.headers], text: await answer.text() };
}

/** The answer as JSON. @throws Error unless its status is one of `expected`. */
export function bodyOf(answer: Answered, ...expected: number[]): Record<string, unknown> {
  if (!expected.includes(answer.status)) throw new Error(`Arranging was answered ${answer.status}: ${answer.text}`);
  return answer.text === '' ? {} : (JSON.parse(answer.text) as Record<string, unknown>);
}

/** The stable code of a problem, or '' when the answer is none. */
export function problemCode({ status, text }: Answered): string {
  if (status < 400) return '';
  try {
    return String((JSON.parse(text) as { code?: unknown }).code);
  } catch {
    return '';
  }
}
