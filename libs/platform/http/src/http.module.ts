import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ZodSerializerInterceptor } from 'nestjs-zod';
import { AccessGuard, BranchScopeInterceptor } from '#access';
import { ContractPipe } from './contract.pipe.ts';
import { EntityTagInterceptor } from './entity-tag.interceptor.ts';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.ts';
import { IdempotencyInterceptor } from './idempotency.interceptor.ts';
import { ProblemFilter } from './problem.filter.ts';
import { QueryContractInterceptor } from './query-contract.interceptor.ts';
import { RoutePatterns } from './route-patterns.ts';
import { type GateOptions, ServerGate } from './server-gate.ts';

/** What every request passes, in this order. Needs DatabaseModule, VaultModule and AccessModule beside it. */
@Module({})
export class HttpModule {
  static with(options: GateOptions): DynamicModule {
    return {
      module: HttpModule,
      global: true,
      providers: [
        RoutePatterns,
        IdempotencyKeysRepository,
        { provide: ServerGate, useFactory: () => new ServerGate(options) },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: AccessGuard },
        // From the outside in: a repeated answer gets its ETag too, and what is kept is what the serialiser let out.
        { provide: APP_INTERCEPTOR, useClass: QueryContractInterceptor },
        { provide: APP_INTERCEPTOR, useClass: EntityTagInterceptor },
        { provide: APP_INTERCEPTOR, useClass: BranchScopeInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        { provide: APP_INTERCEPTOR, useClass: ZodSerializerInterceptor },
        { provide: APP_PIPE, useClass: ContractPipe },
      ],
      exports: [RoutePatterns, ServerGate],
    };
  }
}
