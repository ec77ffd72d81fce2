import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { type Actor, Problem } from '#kernel';
import { requestsProblems } from './requests.problems.ts';
import type { RequestEntity } from './request.entity.ts';
import { type RequestVerb, stageAfter } from './request-state.ts';
import { RequestsRepository } from './requests.repository.ts';

/** Moves a locked request along; nothing else writes its stage, so each step is checked and logged. */
@Injectable()
export class RequestStages {
  constructor(
    private readonly requests: RequestsRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws Problem requests.stage-forbids when the verb leads nowhere from the request's stage. */
  check(request: RequestEntity, verb: RequestVerb): void {
    if (stageAfter(request.stage, verb) === null) {
      throw new Problem(requestsProblems.stageForbids, { parameters: { stage: request.stage, verb } });
    }
  }

  /** Resolves to the new version. */
  async advance(
    by: Actor,
    request: RequestEntity,
    verb: RequestVerb,
    changes: Partial<RequestEntity> = {},
    details: Readonly<Record<string, string | number | boolean>> = {},
  ): Promise<number> {
    this.check(request, verb);
    const stage = stageAfter(request.stage, verb) ?? request.stage;
    const version = await this.requests.update(request.id, request.version, { ...changes, stage });
    this.audit.record({
      action: `requests.${verb}`,
      by,
      subject: { type: 'request', id: request.id },
      familyId: request.familyId,
      details: { from: request.stage, to: stage, ...details },
    });
    return version;
  }
}
