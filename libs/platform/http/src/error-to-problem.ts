import { HttpException } from '@nestjs/common';
import { kernelProblems, Problem, type ProblemDefinition } from '#kernel';
import { httpProblems } from './http.problems.ts';

const BY_STATUS: Readonly<Record<number, ProblemDefinition>> = {
  404: kernelProblems.notFound,
  413: httpProblems.tooLarge,
  415: httpProblems.unsupportedMediaType,
  503: httpProblems.overloaded,
};

/**
 * What a person can act on, whatever was thrown: our own problems unchanged, refusals of Nest and Fastify by their
 * status, and null for a defect of ours. Messages of foreign errors never get out: they may quote the request.
 */
export function errorToProblem(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  const status = statusOf(error);
  if (status === undefined || (status >= 500 && status !== 503)) return null;
  const definition = BY_STATUS[status] ?? (isBodyError(error) ? httpProblems.malformedBody : undefined);
  return new Problem(definition ?? { ...httpProblems.refused, status });
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error)) return undefined;
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 600 ? statusCode : undefined;
}

/** Nest keeps the status of Fastify's errors and drops their codes; 400 before a handler ran means the body. */
function isBodyError(error: unknown): boolean {
  return statusOf(error) === 400;
}
