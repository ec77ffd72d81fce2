import { Literal, hostileTexts, hostileValues, jsonOf } from './hostile-values.ts';
import type { RawRequest } from './raw-request.ts';

/** A call that the API takes, before anything about it is spoilt. */
export interface SoundCall {
  readonly method: string;
  /** `/v1/branches/:branch/families/:family` */
  readonly pattern: string;
  readonly ids: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly upload: boolean;
}

export interface GeneratedRequest extends RawRequest {
  /** In words, for whoever reads of a violation. */
  readonly spoilt: string;
  /** Where an answer about single fields must point, when only one field was spoilt. */
  readonly blames?: string;
  /** Pointers of all that the sound body holds. */
  readonly fields?: readonly string[];
}

type Random = () => number;
type Spoil = (call: SoundCall, random: Random) => GeneratedRequest;

const MOST_SHOWN = 40;
const BOUNDARY = 'otzyv-proof-boundary';

/** One request that differs from the sound one in one way, or in none. */
export function generateRequest(call: SoundCall, random: Random): GeneratedRequest {
  const hasBody = call.body !== undefined && !call.upload;
  const ways: Spoil[] = [
    sound,
    spoilPath,
    spoilQuery,
    repeatQuery,
    spoilHeader,
    ...(hasBody ? [spoilField, spoilField, spoilField, spoilField, addField, dropField, spoilText, spoilType] : []),
    ...(call.upload ? [spoilUpload, spoilUpload, spoilType] : []),
  ];
  return pick(ways, random)(call, random);
}

const sound: Spoil = (call) => ({ ...wired(call), spoilt: 'nothing' });

const spoilPath: Spoil = (call, random) => {
  const names = Object.keys(call.ids).filter((name) => call.pattern.includes(`:${name}`));
  if (names.length === 0) return { ...wired(call), path: `${wired(call).path}/%2e%2e`, spoilt: 'the path' };
  const name = pick(names, random);
  const text = pick(hostileTexts, random).slice(0, 4_000);
  return { ...wired({ ...call, ids: { ...call.ids, [name]: text } }), spoilt: `:${name}` };
};

const spoilQuery: Spoil = (call, random) => {
  const name = pick([...call.query.map(([key]) => key), 'limit', 'cursor', 'sort', 'безымянный', '__proto__'], random);
  const text = pick(hostileTexts, random).slice(0, 8_000);
  const query = [...call.query.filter(([key]) => key !== name), [name, text] as const];
  return { ...wired({ ...call, query }), spoilt: `?${name}=${shown(text)}` };
};

const repeatQuery: Spoil = (call, random) => {
  const [name, value] = pick([...call.query, ['limit', '2'] as const], random);
  const query = [...call.query, [name, value] as const, [name, '3'] as const, [`${name}[]`, '4'] as const];
  return { ...wired({ ...call, query }), spoilt: `?${name} several times` };
};

const HEADERS: readonly (readonly [string, string])[] = [
  ['if-match', '*'],
  ['if-match', '"9223372036854775808"'],
  ['if-match', 'W/"x"'],
  ['idempotency-key', 'short'],
  ['idempotency-key', 'k'.repeat(5_000)],
  ['accept-language', 'tlh;q=NaN,*;q=-1'],
  ['accept', 'application/x-nothing'],
  ['if-none-match', '"'.repeat(3_000)],
  ['range', 'bytes=-1,5-2'],
  ['authorization', 'Bearer ' + 'e30.'.repeat(900)],
  ['authorization', 'Basic Og=='],
  ['x-request-id', '../../<script>'],
  ['last-event-id', '99999999999999999999'],
];

const spoilHeader: Spoil = (call, random) => {
  const [name, value] = pick(HEADERS, random);
  return { ...wired({ ...call, headers: { ...call.headers, [name]: value } }), spoilt: `${name}: ${shown(value)}` };
};

const spoilField: Spoil = (call, random) => {
  const places = placesIn(call.body);
  const place = pick(places, random);
  const value = pick(hostileValues, random);
  const pointer = pointerTo(place);
  return {
    ...wired({ ...call, body: replaced(call.body, place, value) }),
    spoilt: `${pointer || 'the body'} = ${shown(jsonOf(value))}`,
    blames: pointer,
    fields: placesIn(call.body).map(pointerTo),
  };
};

const addField: Spoil = (call, random) => {
  const name = pick(['безымянное', 'isAdmin', 'branchId', 'id', '__proto__', 'constructor', ''], random);
  const value = pick(hostileValues, random);
  const object = typeof call.body === 'object' && call.body !== null ? jsonOf(call.body) : '{}';
  const rest = object === '{}' ? '}' : `,${object.slice(1)}`;
  const body = new Literal(`{${JSON.stringify(name)}:${jsonOf(value)}${rest}`);
  return { ...wired({ ...call, body }), spoilt: `one field more: ${name}` };
};

const dropField: Spoil = (call, random) => {
  const places = placesIn(call.body).filter((place) => place.length > 0);
  if (places.length === 0) return { ...wired({ ...call, body: new Literal('') }), spoilt: 'no body' };
  const place = pick(places, random);
  const pointer = pointerTo(place);
  return {
    ...wired({ ...call, body: replaced(call.body, place, undefined) }),
    spoilt: `without ${pointer}`,
  };
};

const spoilText: Spoil = (call, random) => {
  const text = jsonOf(call.body);
  const cut = Math.floor(random() * text.length);
  const bytes = Buffer.from(text);
  const bodies: readonly (readonly [string, Buffer | string])[] = [
    ['cut short', text.slice(0, cut)],
    ['bytes that are no UTF-8', Buffer.concat([bytes.subarray(0, cut), Buffer.from([0xff, 0xfe, 0xc0]), bytes])],
    ['a byte order mark', `\ufeff${text}`],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['two documents', `${text}${text}`],
    ['nothing', ''],
    ['a key twice', text.replace(/^\{("[^"]+":)/, '{$1"first",$1')],
  ];
  const [words, body] = pick(bodies, random);
  return { ...wired(call), body, spoilt: words };
};

const spoilType: Spoil = (call, random) => {
  const type = pick(
    ['text/plain', 'application/xml', 'application/json; charset=koi8-r', 'multipart/form-data'],
    random,
  );
  const made = wired(call);
  return { ...made, headers: { ...made.headers, 'content-type': type }, spoilt: `content-type: ${type}` };
};

const spoilUpload: Spoil = (call, random) => {
  const head = (disposition: string, type = 'application/pdf') =>
    `--${BOUNDARY}\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${type}\r\n\r\n`;
  const end = `\r\n--${BOUNDARY}--\r\n`;
  const bodies: readonly (readonly [string, string])[] = [
    ['another part', `${head('form-data; name="other"; filename="a.pdf"')}%PDF-1.7${end}`],
    ['no part', `--${BOUNDARY}--\r\n`],
    ['no end', `${head('form-data; name="file"; filename="a.pdf"')}%PDF-1.7`],
    ['a path as the name', `${head('form-data; name="file"; filename="../../etc/passwd"')}%PDF-1.7${end}`],
    ['a NUL in the name', `${head('form-data; name="file"; filename="a\0.pdf"')}%PDF-1.7${end}`],
    ['an endless name', `${head(`form-data; name="file"; filename="${'я'.repeat(20_000)}"`)}%PDF-1.7${end}`],
    ['a program', `${head('form-data; name="file"; filename="a.pdf"')}MZ\x90\0${end}`],
    ['an empty file', `${head('form-data; name="file"; filename="a.pdf"')}${end}`],
    ['another type', `${head('form-data; name="file"; filename="a.html"', 'text/html')}<script>1</script>${end}`],
  ];
  const [words, body] = pick(bodies, random);
  return { ...wired(call), body, spoilt: words };
};

function wired({ method, pattern, ids, query, headers, body, upload }: SoundCall): RawRequest {
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => asciiOf(ids[name] ?? 'absent'));
  const text = query.map(([name, value]) => `${asciiOf(name)}=${asciiOf(value)}`).join('&');
  const made = { method, path: text === '' ? path : `${path}?${text}` };
  if (upload) {
    const disposition = `Content-Disposition: form-data; name="file"; filename="scan.pdf"`;
    const pdf = '%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n';
    return {
      ...made,
      headers: { ...headers, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
      body: `--${BOUNDARY}\r\n${disposition}\r\nContent-Type: application/pdf\r\n\r\n${pdf}\r\n--${BOUNDARY}--\r\n`,
    };
  }
  if (body === undefined) return { ...made, headers };
  return { ...made, headers: { ...headers, 'content-type': 'application/json' }, body: jsonOf(body) };
}

/** Percent-encoded; half a surrogate pair as the three bytes that a careless program would send. */
function asciiOf(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%EF%BF%BD', '%ED%A0%80');
}

type Place = readonly (string | number)[];

/** Every place of a value, its own first. */
function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inside = Array.isArray(value)
    ? value.flatMap((item: unknown, index) => placesIn(item, [...at, index]))
    : Object.entries(value).flatMap(([key, item]) => placesIn(item, [...at, key]));
  return [at, ...inside];
}

function pointerTo(place: Place): string {
  return place.map((step) => `/${step}`).join('');
}

function replaced(value: unknown, [step, ...rest]: Place, by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === step ? replaced(item, rest, by) : item));
  }
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [step]: replaced(object[step], rest, by) };
}

function pick<T>(list: readonly T[], random: Random): T {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}

function shown(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}… (${text.length})`;
}
