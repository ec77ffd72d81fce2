import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { notFound } from '#kernel';
import { type InformationSystem, informationSystems, regionByCode } from '#law';
import { AuthoritiesRepository } from './authorities.repository.ts';
import type { CataloguedSystem, ListSystems, SystemHere } from './catalogue.contract.ts';
import { nameKey } from './name-key.ts';
import type { SystemFactEntity } from './system-fact.entity.ts';
import { SystemFactsRepository } from './system-facts.repository.ts';

/** The information systems as the law room has them, and what holds in one region or school. */
@Injectable()
export class Catalogue {
  constructor(
    private readonly db: Database,
    private readonly entries: AuthoritiesRepository,
    private readonly facts: SystemFactsRepository,
  ) {}

  /** @throws Problem law.region-unknown, not-found for an unknown school. */
  async systems({ q, region, authority }: ListSystems): Promise<CataloguedSystem[]> {
    const facts = await this.factsFor(region, authority);
    const all = informationSystems.map((system) => catalogued(system, facts));
    return q === undefined ? all : all.filter((system) => isMeant(q, system));
  }

  /** @throws Problem not-found. */
  async system(code: string, { region, authority }: ListSystems): Promise<CataloguedSystem> {
    const system = informationSystems.find((one) => one.code === code);
    if (system === undefined) throw notFound();
    return catalogued(system, await this.factsFor(region, authority));
  }

  /** Null when nobody asked about a place. The region is that of the school when a school is named. */
  private async factsFor(region?: string, authority?: string): Promise<SystemFactEntity[] | null> {
    if (region === undefined && authority === undefined) return null;
    return this.db.transaction(async () => {
      const code = authority === undefined ? region : (await this.entries.get(authority)).regionCode;
      return this.facts.findFor(regionByCode(code ?? '').code, authority ?? null);
    });
  }
}

function catalogued(system: InformationSystem, facts: readonly SystemFactEntity[] | null): CataloguedSystem {
  return { ...system, here: facts === null ? null : hereOf(system, facts) };
}

/** The school's word before the region's, the region's before the catalogue's; what one leaves open the next says. */
function hereOf(system: InformationSystem, facts: readonly SystemFactEntity[]): SystemHere {
  const own = facts.filter(({ systemCode }) => systemCode === system.code);
  const school = own.find(({ authorityId }) => authorityId !== null);
  const region = own.find(({ authorityId }) => authorityId === null);
  const nearest = school ?? region;
  return {
    level: school !== undefined ? 'school' : region !== undefined ? 'region' : 'catalogue',
    inUse: nearest?.inUse ?? null,
    basis: school?.basis ?? region?.basis ?? system.defaultBasis,
    act: school?.act ?? region?.act ?? null,
    localName: school?.localName ?? region?.localName ?? null,
    operatorId: school?.operatorId ?? region?.operatorId ?? null,
    note: school?.note ?? region?.note ?? null,
    source: nearest?.source ?? system.source,
    confidence: nearest?.confidence ?? system.confidence,
  };
}

/** Every word that was typed begins a word of the name, of an alias or of the local name. */
function isMeant(q: string, { code, name, aliases, here }: CataloguedSystem): boolean {
  const spellings = [code, name.ru, name.en, ...aliases.ru, ...aliases.en, here?.localName ?? ''];
  const words = spellings.flatMap((spelling) => nameKey(spelling).split(' '));
  return nameKey(q)
    .split(' ')
    .every((typed) => words.some((word) => word.startsWith(typed)));
}
