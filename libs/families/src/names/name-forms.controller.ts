import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '#access';
import { ZodResponse } from '#http';
import { DeclineNameBody, NameFormsAnswer } from './name-forms.contract.ts';
import { NameFormsService } from './name-forms.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch/name-forms')
export class NameFormsController {
  constructor(private readonly forms: NameFormsService) {}

  @Post()
  @Requires('families.update')
  @HttpCode(200)
  @ZodResponse({
    status: 200,
    type: NameFormsAnswer,
    description: 'How a letter would decline the name, and what a person should look at; nothing is kept',
  })
  preview(@Body() body: DeclineNameBody) {
    return this.forms.preview(body);
  }
}
