import type { INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

/** A part of a running program by the name of its class, for breaking it: rooms do not export such parts. */
export function partOf(worker: INestApplicationContext, name: string): object {
  for (const module of worker.get(ModulesContainer).values()) {
    for (const { instance } of module.providers.values()) {
      if (typeof instance === 'object' && instance !== null && instance.constructor.name === name) return instance;
    }
  }
  throw new Error(`There is no ${name} to break.`);
}
