import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Requires } from '#access';
import { ZodResponse } from '#http';
import { isRoutable, regions } from '#law';
import { InformationSystemAnswer, InformationSystemList, ListSystemsQuery, RegionList } from './catalogue.contract.ts';
import { Catalogue } from './catalogue.service.ts';
import { RouteAnswerDto, RouteQuery } from './routes.contract.ts';
import { Routing } from './routing.service.ts';

@ApiTags('schools')
@Controller('v1/branches/:branch')
export class CatalogueController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly routing: Routing,
  ) {}

  @Get('information-systems')
  @Requires('schools.read')
  @ZodResponse({ status: 200, type: InformationSystemList, description: 'Systems that hold data of pupils' })
  async informationSystems(@Query() query: ListSystemsQuery) {
    return { items: await this.catalogue.systems(query) };
  }

  @Get('information-systems/:system')
  @Requires('schools.read')
  @ApiParam({ name: 'system', schema: { type: 'string' }, example: 'my_school' })
  @ZodResponse({ status: 200, type: InformationSystemAnswer, description: 'One system' })
  informationSystem(@Param('system') system: string, @Query() query: ListSystemsQuery) {
    return this.catalogue.system(system, query);
  }

  @Get('regions')
  @Requires('schools.read')
  @ZodResponse({ status: 200, type: RegionList, description: 'The subjects of the Russian Federation' })
  regions() {
    const items = regions.map((region) => ({
      ...region,
      roskomnadzorOffice: isRoutable(region) ? region.roskomnadzorOffice : null,
    }));
    return { items };
  }

  @Get('regions/:region/route')
  @Requires('schools.read')
  @ApiParam({ name: 'region', schema: { type: 'string' }, example: '16' })
  @ZodResponse({ status: 200, type: RouteAnswerDto, description: 'The office, or that a person must choose, and why' })
  route(@Param('region') region: string, @Query() query: RouteQuery) {
    return this.routing.routeFor(region, query.kind, query.authority);
  }
}
