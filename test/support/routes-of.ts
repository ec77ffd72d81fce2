import { type INestApplicationContext, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { type AccessRule, accessRulesOf } from '#access';

export interface Route {
  /** `NotesController.list` */
  readonly name: string;
  readonly path: string;
  /** `GET /v1/notes/:note` */
  readonly address: string;
  readonly rules: readonly AccessRule[];
}

/** Every handler that Nest mounted, with the rules that stand on it. The app must import DiscoveryModule. */
export function routesOf(app: INestApplicationContext): Route[] {
  const scanner = new MetadataScanner();
  return app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .flatMap(({ metatype }) => {
      const controller = metatype as Type | null;
      if (controller === null) return [];
      const prototype = controller.prototype as Record<string, object>;
      return scanner.getAllMethodNames(prototype).flatMap((method) => {
        const handler = prototype[method];
        const verb = handler && (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined);
        if (handler === undefined || verb === undefined) return [];
        const path = [controller, handler].map((part) => String(Reflect.getMetadata(PATH_METADATA, part))).join('/');
        const address = `${RequestMethod[verb]} /${path.split('/').filter(Boolean).join('/')}`;
        return [{ name: `${controller.name}.${method}`, path, address, rules: accessRulesOf(handler) }];
      });
    });
}

/** What is wrong with the access rules of the routes; empty when each has exactly one that its path can carry. */
export function accessFaults(routes: readonly Route[]): string[] {
  return routes.flatMap(({ name, path, rules }) => {
    const [rule, ...more] = rules;
    if (rule === undefined) return [`${name} has none of @Requires, @Public, @SignedIn`];
    if (more.length > 0) return [`${name} has ${rules.length} of @Requires, @Public, @SignedIn`];
    const inBranch = path.includes('branches/:branch');
    if (rule.kind === 'requires' && !inBranch) return [`${name} requires a permission outside of a branch`];
    if (rule.kind !== 'requires' && inBranch) return [`${name} is in a branch and requires no permission`];
    return [];
  });
}
