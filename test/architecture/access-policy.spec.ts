import { DiscoveryModule } from '@nestjs/core';
import { fixturePolicy, OpenModule, RowlessModule } from '../prove/isolation/fixture-routes.ts';
import { policy } from '../prove/isolation/policy.ts';
import { policyFaults } from '../prove/isolation/policy-faults.ts';
import { type ApiServer, startApiServer } from '../support/api-server.ts';
import { routesOf } from '../support/routes-of.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApiServer({ modules: [DiscoveryModule] });
});
afterAll(() => api.close());

test('every route of the application stands in the access policy with the permission that it declares', () => {
  expect(policyFaults(routesOf(api.app), policy)).toEqual([]);
});

test('a route without a row, one that declares something else and a row without a route are found', async () => {
  const faulty = await startApiServer({ modules: [DiscoveryModule, RowlessModule, OpenModule] });
  const routes = routesOf(faulty.app);
  await faulty.close();
  const faults = policyFaults(routes, {
    ...policy,
    ...fixturePolicy,
    'GET /v1/nowhere': { needs: 'nothing', names: 'nothing' },
  });
  expect(faults).toEqual([
    'GET /v1/branches/:branch/fixture has no row in the policy',
    'GET /v1/branches/:branch/fixture/:family needs nothing; the policy says families.read',
    'GET /v1/nowhere is no route',
  ]);
});
