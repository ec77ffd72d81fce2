import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { IfMatch, ZodResponse } from '#http';
import { DigestSettingsAnswer, PutDigestSettingsBody } from './digest-settings.contract.ts';
import { DigestSettings } from './digest-settings.service.ts';

@ApiTags('notifications')
@Controller('v1/branches/:branch/me/digest-settings')
export class DigestSettingsController {
  constructor(private readonly settings: DigestSettings) {}

  @Get()
  @Requires('requests.read')
  @ZodResponse({ status: 200, type: DigestSettingsAnswer, description: 'Your digests of this branch; off at first' })
  get(@By() by: Principal) {
    return this.settings.get(by);
  }

  @Put()
  @Requires('requests.read')
  @ZodResponse({
    status: 200,
    type: DigestSettingsAnswer,
    description: 'From now on; turning digests on again makes a new link to end them, and voids that of older mails',
  })
  put(@By() by: Principal, @IfMatch() version: number, @Body() body: PutDigestSettingsBody) {
    return this.settings.put(by, version, body);
  }
}
