import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '#access';
import { ZodResponse } from '#http';
import { informationSystems, isRoutable, regions } from '#law';
import { InformationSystemList, RegionList } from './catalogue.contract.ts';

@ApiTags('schools')
@Controller('v1/branches/:branch')
export class CatalogueController {
  @Get('information-systems')
  @Requires('schools.read')
  @ZodResponse({ status: 200, type: InformationSystemList, description: 'Systems that hold data of pupils' })
  informationSystems() {
    return { items: informationSystems };
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
}
