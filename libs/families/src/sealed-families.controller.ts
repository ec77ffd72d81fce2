import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, ZodResponse } from '#http';
import { SealFamilyBody, SealingAnswer, SealStateAnswer } from './sealed-families.contract.ts';
import { SealedFamilies } from './sealed-families.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch/families/:family/seal')
export class SealedFamiliesController {
  constructor(private readonly sealed: SealedFamilies) {}

  @Get()
  @Requires('families.read')
  @ZodResponse({ status: 200, type: SealStateAnswer, description: 'Whether and why the family is sealed' })
  get(@IdParam('family') familyId: string) {
    return this.sealed.get(familyId);
  }

  @Post()
  @Requires('families.seal')
  @Idempotent()
  @ZodResponse({ status: 201, type: SealingAnswer, description: 'Sealed: only assigned people see the family now' })
  seal(@By() by: Principal, @IdParam('family') familyId: string, @Body() { reason }: SealFamilyBody) {
    return this.sealed.seal(by, familyId, reason);
  }

  @Delete()
  @Requires('families.seal')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Everybody whose role sees the branch sees the family again' })
  unseal(@By() by: Principal, @IdParam('family') familyId: string) {
    return this.sealed.unseal(by, familyId);
  }
}
