import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Observable } from 'rxjs';
import { TenantScope } from '#database';
import { accessOf } from './principal.ts';

/** Runs the rest of the request (later interceptors, pipes, handler) in the branch that the guard admitted to. */
@Injectable()
export class BranchScopeInterceptor implements NestInterceptor {
  constructor(private readonly scope: TenantScope) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const principal = accessOf(context.switchToHttp().getRequest<object>())?.principal;
    if (principal === undefined) return next.handle();
    const { branchId, personId } = principal;
    // Both calls stand inside: Nest binds the context at handle(), rxjs starts the work at subscribe().
    return new Observable((subscriber) =>
      this.scope.run({ branchId, entry: { kind: 'person', personId } }, () => next.handle().subscribe(subscriber)),
    );
  }
}
