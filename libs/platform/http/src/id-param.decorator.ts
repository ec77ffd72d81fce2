import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { idSchema, notFound } from '#kernel';

/** A malformed id names nothing, so it is answered like an absent one. */
const idOrNotFound: PipeTransform<unknown, string> = {
  transform(value) {
    const id = idSchema.safeParse(value);
    if (!id.success) throw notFound();
    return id.data.toLowerCase();
  },
};

/** `@IdParam('request') requestId: string` — an id from the path. */
export function IdParam(name: string): ParameterDecorator {
  return (target, key, index) => {
    Param(name, idOrNotFound)(target, key, index);
    const method = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key !== undefined && method !== undefined) {
      ApiParam({ name, schema: { type: 'string', format: 'uuid' } })(target, key, method);
    }
  };
}
