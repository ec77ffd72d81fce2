import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { idSchema, notFound, Problem } from '#kernel';
import { accessRulesOf } from './access-rule.ts';
import { ACCESS_TOKEN_STRATEGY } from './access-token.strategy.ts';
import { accessProblems, permissionMissing, tokenInvalid } from './access.problems.ts';
import { AdmissionsRepository, type KeyAdmission, type Strength } from './admissions.repository.ts';
import { type Bearer, type Principal, rememberAccess, type SignedInPerson } from './principal.ts';
import { type Permission, permissionsOf } from './role-permissions.ts';
import { needsStepUp, STEP_UP_SECONDS } from './step-up.ts';

type Request = FastifyRequest<{ Params: { branch?: string; association?: string } }> & { user: Bearer };
type Membership = Pick<KeyAdmission, 'role' | 'branchStatus' | 'rolePermissions'>;
interface Rule {
  readonly permission: Permission;
  readonly stepUp: boolean;
}

/**
 * Every route passes here. Membership, role, session and key are read from the database at each request. Whoever is not
 * a member gets the answer of a branch that does not exist, before anything else can be learned.
 */
@Injectable()
export class AccessGuard extends AuthGuard(ACCESS_TOKEN_STRATEGY) {
  constructor(private readonly admissions: AdmissionsRepository) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler();
    const [rule, ...more] = accessRulesOf(handler);
    if (rule === undefined || more.length > 0) {
      throw new Error(`${handler.name} needs exactly one of @Requires, @Public, @SignedIn.`);
    }
    if (rule.kind === 'public') return true;
    await super.canActivate(context);
    const request = context.switchToHttp().getRequest<Request>();
    const bearer = request.user;
    const stepUp = needsStepUp(handler);
    if (rule.kind === 'requires') {
      const asked = { permission: rule.permission, stepUp };
      if (bearer.kind === 'session') await this.enter(request, bearer, asked);
      else await this.enterByKey(request, bearer.keyHash, asked);
    } else if (bearer.kind === 'session') {
      const strength = await this.strengthOf(bearer, request.params.association);
      if (strength === null) throw tokenInvalid();
      if (strength.secondFactorMissing) throw new Problem(accessProblems.secondFactorNeeded);
      if (stepUp) assertConfirmed(strength);
      rememberAccess(request, { person: bearer, session: bearer });
    } else {
      throw new Problem(accessProblems.apiKeyUnfit);
    }
    return true;
  }

  /** Passport's own default wraps what the strategy throws; the strategy has already said it best. */
  override handleRequest<Person>(error: Error | null, person: Person | false): Person {
    if (error !== null) throw error;
    if (person === false) throw tokenInvalid();
    return person;
  }

  private async enter(request: Request, session: SignedInPerson, { permission, stepUp }: Rule): Promise<void> {
    const branchId = branchOf(request);
    const admission = await this.admissions.admit(session, branchId);
    if (admission?.sessionLives !== true) throw tokenInvalid();
    const principal = principalOf(request, session.personId, branchId, admission);
    if (admission.secondFactorMissing) throw new Problem(accessProblems.secondFactorNeeded);
    if (!admission.entered) await this.admissions.noteEntry(session, branchId, request.id);
    assertMay(request, principal, permission, admission);
    if (stepUp) assertConfirmed(admission);
    rememberAccess(request, { person: session, session, principal });
  }

  /** An association may ask those who administer it for two factors; what is no id is of no association. */
  private strengthOf(session: SignedInPerson, association: string | undefined): Promise<Strength | null> {
    const asked = idSchema.safeParse(association);
    return asked.success ? this.admissions.strengthFor(session, asked.data) : this.admissions.strengthOf(session);
  }

  /** The key acts as its owner, as far as its scopes reach and the owner's role still does. */
  private async enterByKey(request: Request, keyHash: Buffer, { permission, stepUp }: Rule): Promise<void> {
    const branchId = branchOf(request);
    const admission = await this.admissions.admitKey(keyHash, branchId);
    if (admission === null) throw tokenInvalid();
    const { personId, keyId, scopes } = admission;
    const owner = principalOf(request, personId, branchId, admission);
    const permissions = new Set([...owner.permissions].filter((one) => scopes.includes(one)));
    const principal = { ...owner, permissions, role: `${owner.role} by key ${keyId}` };
    assertMay(request, principal, permission, admission);
    if (stepUp) throw new Problem(accessProblems.apiKeyUnfit);
    rememberAccess(request, { person: { personId }, principal });
  }
}

function branchOf(request: Request): string {
  const { branch } = request.params;
  if (branch === undefined) throw new Error('@Requires(...) needs :branch in the path of the route.');
  const asked = idSchema.safeParse(branch);
  if (!asked.success) throw notFound();
  return asked.data.toLowerCase();
}

function principalOf(request: Request, personId: string, branchId: string, member: Membership): Principal {
  const { role, rolePermissions } = member;
  if (role === null) throw notFound();
  const permissions = permissionsOf(role, rolePermissions);
  return { kind: 'person', personId, role, requestId: request.id, branchId, permissions };
}

function assertMay(request: Request, by: Principal, permission: Permission, { branchStatus }: Membership): void {
  if (!by.permissions.has(permission)) throw permissionMissing(permission);
  if (branchStatus === 'suspended' && request.method !== 'GET' && request.method !== 'HEAD') {
    throw new Problem(accessProblems.branchSuspended);
  }
}

function assertConfirmed({ confirmedSecondsAgo }: Strength): void {
  if (confirmedSecondsAgo > STEP_UP_SECONDS) throw new Problem(accessProblems.stepUpNeeded);
}
