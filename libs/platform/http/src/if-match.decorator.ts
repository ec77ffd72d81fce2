import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problem } from '#kernel';
import { httpProblems } from './http.problems.ts';

const version = createParamDecorator((_: undefined, context: ExecutionContext): number => {
  return versionFrom(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']);
});

/** `@IfMatch() version: number` — the version that the caller has read; without the header 428. */
export function IfMatch(): ParameterDecorator {
  return (target, key, index) => {
    version()(target, key, index);
    documentHeader(target, key, {
      name: 'If-Match',
      required: true,
      description: 'The ETag of the record as it was read.',
      schema: { type: 'string', pattern: '^"[1-9][0-9]{0,9}"$', example: '"1"' },
    });
  };
}

export function versionFrom(header: string | undefined): number {
  if (header === undefined) throw new Problem(httpProblems.versionMissing);
  const digits = /^"([1-9]\d{0,9})"$/.exec(header.trim())?.[1];
  if (digits === undefined || Number(digits) > 2_147_483_647) throw new Problem(httpProblems.versionMalformed);
  return Number(digits);
}

function documentHeader(target: object, key: string | symbol | undefined, header: Parameters<typeof ApiHeader>[0]) {
  const method = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
  if (key !== undefined && method !== undefined) ApiHeader(header)(target, key, method);
}
