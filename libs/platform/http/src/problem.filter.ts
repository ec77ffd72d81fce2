import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '#kernel';
import { errorToProblem } from './error-to-problem.ts';
import { httpProblems } from './http.problems.ts';
import { rootLog } from './request-log.ts';
import { RoutePatterns } from './route-patterns.ts';
import { sendProblem } from './send-problem.ts';

/** The one way out of every failure. Defects are logged with their stack and answered without any detail. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly routes: RoutePatterns) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = errorToProblem(error) ?? this.defect(error, request);
    sendProblem(request, reply, this.otherMethod(problem, request) ?? problem);
  }

  /** Nest answers 404 for a known address under another method. */
  private otherMethod(problem: Problem, request: FastifyRequest): Problem | null {
    if (problem.status !== 404 || request.routeOptions.url !== undefined) return null;
    const allowed = this.routes.methodsOf(request.url);
    if (allowed.length === 0) return null;
    return new Problem(httpProblems.methodNotAllowed, { headers: { allow: allowed.join(', ') } });
  }

  private defect(error: unknown, request: FastifyRequest): Problem {
    const route = request.routeOptions.url;
    const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: undefined };
    rootLog().error({
      event: 'defect',
      requestId: request.id,
      method: request.method,
      route,
      name,
      frames: frames(stack),
    });
    return new Problem(httpProblems.internal);
  }
}

/** Where it happened, without the message: a driver's message may quote the values of a row. */
function frames(stack: string | undefined): string[] {
  const lines = (stack ?? '').split('\n').map((line) => line.trim());
  return lines.filter((line) => line.startsWith('at ')).slice(0, 12);
}
