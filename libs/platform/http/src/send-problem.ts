import type { FastifyReply, FastifyRequest } from 'fastify';
import { localeFrom, type Problem } from '#kernel';
import { problemBody } from './problem-body.ts';

/** Answers with problem+json in the language that the caller likes better. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  if (reply.sent) return;
  const locale = localeFrom(request.headers['accept-language']);
  void reply
    .status(problem.status)
    .headers({
      ...problem.headers,
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': locale,
      vary: 'Accept-Language',
    })
    .send(JSON.stringify(problemBody(problem, locale, request.id)));
}
