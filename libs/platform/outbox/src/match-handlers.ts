import { ConfigurationError } from '#config';
import type { JobDefinition } from './define-job.ts';
import { type JobHandler, jobHandledBy } from './handles-job.ts';
import type { HandledJob } from './job-runner.ts';

/**
 * Pairs every definition with the one provider that handles it.
 * @param providers the instances that the application holds; those that handle nothing are passed over.
 * @throws ConfigurationError naming every job without a handler, with several, or missing from the list.
 */
export function matchHandlers(
  definitions: readonly JobDefinition[],
  providers: readonly object[],
): ReadonlyMap<string, HandledJob> {
  const faults: string[] = [];
  const matched = new Map<string, HandledJob>();
  const handlers = providers.filter((provider) => jobHandledBy(provider.constructor) !== undefined);
  for (const definition of new Set(definitions)) {
    if (matched.has(definition.name)) faults.push(`${definition.name} is defined twice`);
    const own = handlers.filter((provider) => jobHandledBy(provider.constructor) === definition);
    const [handler] = own;
    if (handler === undefined) {
      faults.push(`${definition.name} has no handler`);
    } else if (own.length > 1) {
      faults.push(
        `${definition.name} has ${own.length} handlers (${own.map((one) => one.constructor.name).join(', ')})`,
      );
    } else {
      matched.set(definition.name, { definition, handler: handler as JobHandler });
    }
  }
  for (const handler of handlers) {
    const definition = jobHandledBy(handler.constructor);
    if (definition !== undefined && !definitions.includes(definition)) {
      faults.push(`${handler.constructor.name} handles ${definition.name}, which is not in the list of definitions`);
    }
  }
  if (faults.length > 0) throw new ConfigurationError(`The worker cannot start: ${faults.join('; ')}.`);
  return matched;
}
