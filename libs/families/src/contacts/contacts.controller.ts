import { Body, Controller, Delete, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import { AddContactBody, ChangeContactBody, ContactAnswer } from './contacts.contract.ts';
import { Contacts } from './contacts.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch/families/:family')
export class ContactsController {
  constructor(private readonly contacts: Contacts) {}

  @Post('guardians/:guardian/contacts')
  @Requires('families.update')
  @Idempotent()
  @ZodResponse({ status: 201, type: ContactAnswer, description: 'The new contact; `version` is the family’s' })
  add(
    @By() by: Principal,
    @IdParam('family') familyId: string,
    @IdParam('guardian') guardianId: string,
    @Body() body: AddContactBody,
  ) {
    return this.contacts.add(by, familyId, guardianId, body);
  }

  @Patch('contacts/:contact')
  @Requires('families.update')
  @ZodResponse({ status: 200, type: ContactAnswer, description: 'The changed contact; `version` is the family’s' })
  change(
    @By() by: Principal,
    @IdParam('family') familyId: string,
    @IdParam('contact') id: string,
    @IfMatch() version: number,
    @Body() body: ChangeContactBody,
  ) {
    return this.contacts.change(by, familyId, version, id, body);
  }

  @Delete('contacts/:contact')
  @Requires('families.update')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The contact is gone' })
  remove(@By() by: Principal, @IdParam('family') familyId: string, @IdParam('contact') id: string) {
    return this.contacts.remove(by, familyId, id);
  }
}
