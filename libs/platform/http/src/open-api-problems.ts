import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']> & {
  'x-requires'?: string;
  'x-public'?: boolean;
  'x-limited'?: boolean;
  'x-step-up'?: boolean;
};

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const MEANINGS = {
  400: 'Malformed request',
  401: 'Not signed in, or the token is not valid any more',
  403: 'The role lacks the permission, or the branch is suspended',
  404: 'Absent or not open to the caller',
  412: 'The record has changed since it was read',
  413: 'The body is too large',
  415: 'The content type is not supported',
  422: 'The contract or a rule of the domain is not met',
  428: 'If-Match is missing',
  429: 'Too many attempts; Retry-After says how many seconds to wait',
} as const;
type Status = keyof typeof MEANINGS;

const CONTENT = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** Adds to every operation the refusals that its shape makes possible, and says which need no sign-in. */
export function describeProblems(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method] as Operation | undefined;
      if (operation === undefined) continue;
      for (const status of statusesOf(operation)) {
        operation.responses[status] ??= { description: MEANINGS[status], content: CONTENT };
      }
      operation.responses['default'] = { description: 'Any other refusal', content: CONTENT };
      if (operation['x-public'] === true) operation.security = [];
      delete operation['x-public'];
      delete operation['x-limited'];
    }
  }
  return document;
}

function statusesOf(operation: Operation): Status[] {
  const parameters = (operation.parameters ?? []).flatMap((given) => ('name' in given ? [given.name] : []));
  const statuses: Status[] = [400, 422];
  if (operation['x-public'] !== true) statuses.push(401);
  if (operation['x-requires'] !== undefined) statuses.push(403, 404);
  if (operation.requestBody !== undefined) statuses.push(413, 415);
  if (operation['x-step-up'] === true) statuses.push(403);
  if (operation['x-limited'] === true) statuses.push(429);
  if (parameters.includes('If-Match')) statuses.push(412, 428);
  return statuses;
}
