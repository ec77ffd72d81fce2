import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';

export const IDEMPOTENT = 'otzyv:idempotent';
/** Letters, digits and a few signs: what a UUID, a ULID or a client's own numbering needs. */
export const IDEMPOTENCY_KEY = /^[A-Za-z0-9._:-]{8,128}$/;

export interface IdempotentOptions {
  /** Refuse calls without the header: for what must never happen twice. */
  readonly required?: boolean;
}

/**
 * Lets a caller repeat the request under one `Idempotency-Key`: the same body gets the stored answer, another body 422.
 * The whole handler runs in ONE transaction together with the key, so that a crash frees the key. Hence never on a
 * handler that sends mail, renders a document, hashes a password or reads an upload (enqueue a job instead), nor on one
 * that works outside tenants. A refused request is rolled back too: its repeat is tried anew.
 */
export function Idempotent(options: IdempotentOptions = {}): MethodDecorator {
  return applyDecorators(
    SetMetadata(IDEMPOTENT, options),
    ApiHeader({
      name: 'Idempotency-Key',
      required: options.required ?? false,
      description: 'One random string per intention; repeats within 24 hours get the first answer.',
      schema: { type: 'string', minLength: 8, maxLength: 128, pattern: IDEMPOTENCY_KEY.source },
    }),
  );
}
