import { Controller, Get, Module } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { Public, Requires, SignedIn } from '#access';
import { type ApiServer, startApiServer } from '../support/api-server.ts';
import { accessFaults, routesOf } from '../support/routes-of.ts';

@Controller('v1/branches/:branch/fixture')
class FaultyController {
  @Get('open')
  none() {
    return 1;
  }

  @Get('two')
  @Public()
  @Requires('families.read')
  two() {
    return 2;
  }

  @Get('twice')
  @Requires('families.read')
  @Requires('families.read')
  twice() {
    return 3;
  }

  @Get('public')
  @Public()
  publicInBranch() {
    return 4;
  }

  @Get('right')
  @Requires('families.read')
  right() {
    return 5;
  }
}

@Controller('v1/fixture')
class OutsideController {
  @Get()
  @Requires('families.read')
  nowhere() {
    return 6;
  }

  @Get('mine')
  @SignedIn()
  right() {
    return 7;
  }
}

@Module({ imports: [DiscoveryModule], controllers: [FaultyController, OutsideController] })
class FaultyModule {}

let api: ApiServer;
beforeAll(async () => {
  api = await startApiServer({ modules: [DiscoveryModule] });
});
afterAll(() => api.close());

test('every route of the application says in one way who may call it', () => {
  const routes = routesOf(api.app);
  expect(routes.map((route) => route.name)).toContain('AuthController.login');
  expect(accessFaults(routes)).toEqual([]);
});

test('a route that says it in no way, in two ways, or where it means nothing is found', async () => {
  const faulty = await NestFactory.createApplicationContext(FaultyModule, { logger: false });
  expect(accessFaults(routesOf(faulty)).sort()).toEqual([
    'FaultyController.none has none of @Requires, @Public, @SignedIn',
    'FaultyController.publicInBranch is in a branch and requires no permission',
    'FaultyController.twice has 2 of @Requires, @Public, @SignedIn',
    'FaultyController.two has 2 of @Requires, @Public, @SignedIn',
    'OutsideController.nowhere requires a permission outside of a branch',
  ]);
  await faulty.close();
});
