import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** The addresses that the server knows, to tell "no such address" from "not with this method". */
@Injectable()
export class RoutePatterns {
  private readonly patterns = new Map<string, { matches: RegExp; methods: Set<string> }>();

  /** Must be called before the routes are declared. */
  collectFrom(server: FastifyInstance): void {
    server.addHook('onRoute', ({ url, method }) => {
      const known = this.patterns.get(url) ?? { matches: toRegExp(url), methods: new Set<string>() };
      for (const one of [method].flat()) known.methods.add(one);
      this.patterns.set(url, known);
    });
  }

  methodsOf(url: string): string[] {
    const path = url.split('?')[0] ?? url;
    const matching = [...this.patterns.values()].filter((pattern) => pattern.matches.test(path));
    return [...new Set(matching.flatMap((pattern) => [...pattern.methods]))].sort();
  }
}

function toRegExp(pattern: string): RegExp {
  const steps = pattern.split('/').map((step) => (step.startsWith(':') ? '[^/]+' : escaped(step)));
  return new RegExp(`^${steps.join('/')}/?$`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
