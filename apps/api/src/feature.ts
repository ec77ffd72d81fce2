import type { DynamicModule, Type } from '@nestjs/common';
import type { DatabaseModuleOptions } from '#database';

/** What a feature brings into the API: its module, the doors that the API mounts, its entities. */
export interface ApiFeature {
  readonly module: Type | DynamicModule;
  readonly controllers: readonly Type[];
  readonly entities?: readonly Exclude<DatabaseModuleOptions['entities'], Readonly<Record<string, unknown>>>[number][];
}
