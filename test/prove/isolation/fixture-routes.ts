import { Controller, ForbiddenException, Get, Module } from '@nestjs/common';
import { By, type Principal, Public, Requires } from '#access';
import { Database } from '#database';
import { Families, FamiliesModule } from '#families';
import { IdParam } from '#http';
import { kernelProblems, Problem } from '#kernel';
import type { PolicyRow } from './policy.ts';

/** Routes that break the rules, for the sabotages: each stands for a mistake that somebody could make. */
export const fixturePolicy: Readonly<Record<string, PolicyRow>> = {
  'GET /v1/branches/:branch/fixture/:family': { needs: 'families.read', names: 'family' },
};

@Controller('v1/branches/:branch/fixture')
class RowlessController {
  @Get()
  @Requires('families.read')
  list() {
    return { items: [] };
  }
}

@Controller('v1/branches/:branch/fixture')
class OpenController {
  @Get(':family')
  @Public()
  get() {
    return { items: [] };
  }
}

@Controller('v1/branches/:branch/fixture')
class ForbiddingController {
  constructor(private readonly families: Families) {}

  @Get(':family')
  @Requires('families.read')
  async get(@By() by: Principal, @IdParam('family') familyId: string) {
    try {
      return await this.families.get(by, familyId);
    } catch {
      throw new ForbiddenException();
    }
  }
}

@Controller('v1/branches/:branch/fixture')
class TellingController {
  constructor(
    private readonly families: Families,
    private readonly database: Database,
  ) {}

  @Get(':family')
  @Requires('families.read')
  async get(@By() by: Principal, @IdParam('family') familyId: string) {
    const rows = await this.database.transaction((tx) =>
      tx.query<{ known: boolean }[]>('SELECT exists_anywhere($1) AS known', [familyId]),
    );
    if (rows[0]?.known !== true) throw new Problem(kernelProblems.notFound, { headers: { 'x-known': 'no' } });
    return this.families.get(by, familyId);
  }
}

@Module({ controllers: [RowlessController] })
export class RowlessModule {}

@Module({ controllers: [OpenController] })
export class OpenModule {}

@Module({ imports: [FamiliesModule], controllers: [ForbiddingController] })
export class ForbiddingModule {}

@Module({ imports: [FamiliesModule], controllers: [TellingController] })
export class TellingModule {}
