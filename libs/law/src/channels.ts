import type { Localised } from '#kernel';
import content from '../data/channels.json' with { type: 'json' };
import type { AddresseeKind } from './addressee.schema.ts';
import { type Channel, channelsSchema, type FilingPurpose, type Fitness, fitnessSchema } from './channel.schema.ts';
import { dataSet } from './data-set.ts';

/** Ways to file (152-ФЗ ст. 14 ч. 3; 59-ФЗ as changed by 547-ФЗ of 28.12.2024 from 30.03.2025). */
export const channels: readonly Channel[] = dataSet('channels.json', channelsSchema, content);

export interface ChannelAdvice {
  readonly channel: Channel;
  readonly fitness: Fitness;
  /** Why, in words for the person who chooses. */
  readonly reason: Localised;
}

const RANK = fitnessSchema.options;

/** The channels that reach such an addressee, the fittest first; unfit ones are listed last, with the reason. */
export function channelsFor(purpose: FilingPurpose, addressee: AddresseeKind): ChannelAdvice[] {
  return channels
    .filter((channel) => channel.addressees.includes(addressee))
    .map((channel) => ({ channel, ...channel.fitness[purpose] }))
    .sort((a, b) => RANK.indexOf(a.fitness) - RANK.indexOf(b.fitness));
}
