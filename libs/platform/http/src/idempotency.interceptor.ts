import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { accessOf, type Principal } from '#access';
import { Database } from '#database';
import { Problem } from '#kernel';
import { Vault } from '#vault';
import { httpProblems } from './http.problems.ts';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.ts';
import { IDEMPOTENCY_KEY, IDEMPOTENT, type IdempotentOptions } from './idempotent.decorator.ts';

const OWNER = { kind: 'branch' } as const;

interface Answer {
  readonly body?: unknown;
  readonly location?: string;
}

/** Carries out what `@Idempotent()` promises. Must stand inside the branch scope and outside the serialiser. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly keys: IdempotencyKeysRepository,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const options = this.reflector.get<IdempotentOptions | undefined>(IDEMPOTENT, context.getHandler());
    if (options === undefined) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = accessOf(request)?.principal;
    if (principal === undefined) throw new Error('@Idempotent() needs @Requires(...) on the route.');
    const key = keyOf(request, options);
    if (key === undefined) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return from(this.db.transaction(() => this.once(principal, key, request, reply, next)));
  }

  private async once(
    by: Principal,
    key: string,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const requestHash = this.hashOf(request);
    const claimed = await this.keys.claim(by.personId, key, requestHash);
    const keyring = await this.vault.keyring([OWNER]);
    if (claimed !== null) {
      const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      const location = reply.getHeader('location');
      const answer: Answer = { body, ...(typeof location === 'string' && { location }) };
      await this.keys.keep(claimed, reply.statusCode, keyring.seal(OWNER, placeOf(claimed), JSON.stringify(answer)));
      return body;
    }
    const kept = await this.keys.getKept(by.personId, key);
    if (!kept.requestHash.equals(requestHash)) throw new Problem(httpProblems.idempotencyKeyReused);
    const answer = JSON.parse(keyring.open(OWNER, placeOf(kept.id), kept.answerSealed)) as Answer;
    void reply.status(kept.status).header('idempotency-replayed', 'true');
    if (answer.location !== undefined) void reply.header('location', answer.location);
    return answer.body;
  }

  /** Keyed, because the body of a request can be guessed from a plain hash of it. */
  private hashOf({ method, routeOptions, params, query, body }: FastifyRequest): Buffer {
    return this.vault.blindIndex(
      'idempotency',
      JSON.stringify([method, routeOptions.url, params, query, body ?? null]),
    );
  }
}

function placeOf(id: string) {
  return { table: 'idempotency_keys', column: 'answer', row: id };
}

function keyOf(request: FastifyRequest, options: IdempotentOptions): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) {
    if (options.required === true) throw new Problem(httpProblems.idempotencyKeyMissing);
    return undefined;
  }
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) throw new Problem(httpProblems.idempotencyKeyMalformed);
  return key;
}
