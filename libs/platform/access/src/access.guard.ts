import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { idSchema, notFound, Problem } from '#kernel';
import { accessRulesOf } from './access-rule.ts';
import { ACCESS_TOKEN_STRATEGY } from './access-token.strategy.ts';
import { accessProblems, permissionMissing, tokenInvalid } from './access.problems.ts';
import { type Principal, rememberAccess, type SignedInPerson } from './principal.ts';
import { type Permission, permissionsOf } from './role-permissions.ts';
import { SessionsRepository } from './sessions.repository.ts';

type Request = FastifyRequest<{ Params: { branch?: string } }> & { user: SignedInPerson };

/**
 * Every route passes here. Membership, role and session are read from the database at each request. Whoever is not a
 * member gets the answer of a branch that does not exist, before anything else can be learned.
 */
@Injectable()
export class AccessGuard extends AuthGuard(ACCESS_TOKEN_STRATEGY) {
  constructor(private readonly sessions: SessionsRepository) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const [rule, ...more] = accessRulesOf(context.getHandler());
    if (rule === undefined || more.length > 0) {
      throw new Error(`${context.getHandler().name} needs exactly one of @Requires, @Public, @SignedIn.`);
    }
    if (rule.kind === 'public') return true;
    await super.canActivate(context);
    const request = context.switchToHttp().getRequest<Request>();
    const person = request.user;
    if (rule.kind === 'signed-in') {
      if (!(await this.sessions.lives(person))) throw tokenInvalid();
      rememberAccess(request, { person });
    } else {
      rememberAccess(request, { person, principal: await this.enter(request, person, rule.permission) });
    }
    return true;
  }

  /** Passport's own default wraps what the strategy throws; the strategy has already said it best. */
  override handleRequest<Person>(error: Error | null, person: Person | false): Person {
    if (error !== null) throw error;
    if (person === false) throw tokenInvalid();
    return person;
  }

  private async enter(request: Request, person: SignedInPerson, permission: Permission): Promise<Principal> {
    const { branch } = request.params;
    if (branch === undefined) throw new Error('@Requires(...) needs :branch in the path of the route.');
    const asked = idSchema.safeParse(branch);
    if (!asked.success) throw notFound();
    const branchId = asked.data.toLowerCase();
    const { sessionLives, role, branchStatus, rolePermissions } = await this.sessions.admit(person, branchId);
    if (!sessionLives) throw tokenInvalid();
    if (role === null) throw notFound();
    const permissions = permissionsOf(role, rolePermissions);
    if (!permissions.has(permission)) throw permissionMissing(permission);
    if (branchStatus === 'suspended' && request.method !== 'GET' && request.method !== 'HEAD') {
      throw new Problem(accessProblems.branchSuspended);
    }
    return { kind: 'person', personId: person.personId, role, requestId: request.id, branchId, permissions };
  }
}
