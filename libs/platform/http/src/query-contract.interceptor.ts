import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { z } from 'zod';
import { kernelProblems, Problem } from '#kernel';
import { fieldErrors } from './field-errors.ts';

const NO_PARAMETERS = z.strictObject({});

/** A route that declares no query takes none: a misspelt filter must not silently mean "everything". */
@Injectable()
export class QueryContractInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { query } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!declaresQuery(context)) {
      const errors = fieldErrors(NO_PARAMETERS, query ?? {}, 'query');
      if (errors.length > 0) throw new Problem(kernelProblems.validation, { errors });
    }
    return next.handle();
  }
}

function declaresQuery(context: ExecutionContext): boolean {
  const declared: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name);
  return Object.keys(declared ?? {}).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
}
