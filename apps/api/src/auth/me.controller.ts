import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, PeopleService, SignedIn, type SignedInPerson } from '#access';
import { ZodResponse } from '#http';
import { MeAnswer } from './auth.contract.ts';

@ApiTags('auth')
@Controller('v1/me')
export class MeController {
  constructor(private readonly people: PeopleService) {}

  @Get()
  @SignedIn()
  @ZodResponse({ status: 200, type: MeAnswer, description: 'Who is signed in, and what they may do in which branch' })
  async get(@Me() me: SignedInPerson) {
    const { branches, ...person } = await this.people.getCard(me.personId);
    return {
      ...person,
      branches: branches.map((branch) => ({
        id: branch.branchId,
        name: branch.branchName,
        association: { id: branch.associationId, name: branch.associationName },
        status: branch.status,
        role: branch.role,
        permissions: [...branch.permissions],
      })),
    };
  }
}
