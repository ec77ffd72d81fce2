import { Controller, ForbiddenException, Get, Module } from '@nestjs/common';
import { By, type Principal, Public, Requires } from '#access';
import { Families, FamiliesModule } from '#families';
import { IdParam } from '#http';
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

@Module({ controllers: [RowlessController] })
export class RowlessModule {}

@Module({ controllers: [OpenController] })
export class OpenModule {}

@Module({ imports: [FamiliesModule], controllers: [ForbiddingController] })
export class ForbiddingModule {}
