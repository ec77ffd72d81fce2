import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { RawAnswer } from './raw-request.ts';

interface Described {
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, Described>>;
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}

const ROOT = 'otzyv';

/** Holds answers against the OpenAPI document that the API itself serves. */
export class DescribedAnswers {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: false });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(private readonly document: ApiDocument) {
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.ajv);
    this.ajv.addSchema({ $id: ROOT, components: document.components });
  }

  /** What the document does not say of this answer; empty when it describes it. `address` is `GET /v1/x/:id`. */
  faults(address: string, answer: RawAnswer): string[] {
    const [method = '', pattern = ''] = address.split(' ');
    const path = pattern.replace(/:(\w+)/g, '{$1}');
    const operation = this.document.paths[path]?.[method.toLowerCase()];
    if (operation === undefined) return ['the document has no such operation'];
    const key = String(answer.status) in operation.responses ? String(answer.status) : 'default';
    // A success that only `default` could cover is an undescribed one: `default` is for refusals.
    if (key === 'default' && answer.status < 400) return [`the document does not know the status ${answer.status}`];
    const content = operation.responses[key]?.content;
    if (content === undefined) return answer.body.length === 0 ? [] : ['a body where the document describes none'];
    const described = content[answer.contentType] ?? content['*/*'];
    if (described === undefined) return [`the document does not know the type ${answer.contentType || 'of nothing'}`];
    if (described.schema === undefined || !answer.contentType.endsWith('json')) return [];
    return this.against(`${path} ${method} ${key}`, described.schema, answer.body);
  }

  private against(name: string, schema: object, body: Buffer): string[] {
    const validate = this.validators.get(name) ?? this.ajv.compile(rooted(schema));
    this.validators.set(name, validate);
    if (validate(JSON.parse(body.toString('utf8')))) return [];
    const [error] = validate.errors ?? [];
    return [`the document describes another body: ${error?.instancePath ?? ''} ${error?.message ?? ''}`];
  }
}

/** `#/components/...` counts from the document, not from the schema of one answer. */
function rooted(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${ROOT}#/`)) as object;
}
