import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiKeys, By, type Principal, Requires, SecondFactorRoles, StepUp } from '#access';
import { IdParam, ZodResponse } from '#http';
import {
  ApiKeyPage,
  CreateApiKeyBody,
  ListApiKeysQuery,
  NewApiKeyAnswer,
  SecondFactorRolesAnswer,
  SecondFactorRolesBody,
} from './branch-access.contract.ts';

/** How a branch is got into beside passwords: keys for integrations, and roles that need a second factor. */
@ApiTags('access')
@Controller('v1/branches/:branch')
export class BranchAccessController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly roles: SecondFactorRoles,
  ) {}

  @Get('api-keys')
  @Requires('integrations.manage')
  @ApiOperation({ summary: 'Keys for integrations, without the keys themselves' })
  @ZodResponse({ status: 200, type: ApiKeyPage, description: 'A page of keys, the newest first' })
  listKeys(@Query() query: ListApiKeysQuery) {
    return this.keys.list(query);
  }

  @Post('api-keys')
  @Requires('integrations.manage')
  @StepUp()
  @ApiOperation({ summary: 'Make a key that acts as oneself, within some of the own permissions, until it expires' })
  @ZodResponse({ status: 201, type: NewApiKeyAnswer, description: 'The key, shown this once' })
  createKey(@By() by: Principal, @Body() body: CreateApiKeyBody) {
    return this.keys.create(by, body);
  }

  @Delete('api-keys/:key')
  @Requires('integrations.manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a key' })
  @ApiNoContentResponse({ description: 'Refused from now on' })
  async revokeKey(@By() by: Principal, @IdParam('key') key: string): Promise<void> {
    await this.keys.revoke(by, key);
  }

  @Get('second-factor-roles')
  @Requires('branches.read')
  @ApiOperation({ summary: 'Roles that need a second factor' })
  @ZodResponse({ status: 200, type: SecondFactorRolesAnswer, description: 'The roles; none by default' })
  async listRoles() {
    return { roles: await this.roles.list() };
  }

  @Put('second-factor-roles')
  @Requires('members.manage')
  @StepUp()
  @ApiOperation({ summary: 'Choose the roles that need a second factor' })
  @ZodResponse({ status: 200, type: SecondFactorRolesAnswer, description: 'The roles from now on' })
  async replaceRoles(@By() by: Principal, @Body() body: SecondFactorRolesBody) {
    return { roles: await this.roles.replace(by, body.roles) };
  }
}
