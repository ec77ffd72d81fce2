import { rooms, soleUsers } from './house-order.mjs';

const inside = (room) => `^${room.path}/`;
const code = { dependencyTypesNot: ['type-only'] };

const order = rooms.slice(0, -1).map((room, index) => ({
  name: `${room.name}-imports-no-later-room`,
  comment: 'A room imports rooms before it. An earlier room tells a later one something by enqueuing a job.',
  severity: 'error',
  from: { path: inside(room) },
  to: { path: rooms.slice(index + 1).map(inside) },
}));

const doors = rooms.map((room) => ({
  name: `${room.name}-is-entered-by-its-index`,
  comment: 'What others may use stands in index.ts.',
  severity: 'error',
  from: { path: '^(libs|apps|migrations)/', pathNot: inside(room) },
  to: { path: inside(room), pathNot: `^${room.path}/src/index\\.ts$` },
}));

const libraries = soleUsers.map(({ library, users }) => ({
  name: `${library.replace(/[^a-z0-9]+/g, '-').replace(/^-/, '')}-has-one-user`,
  severity: 'error',
  from: { path: '^(libs|apps|migrations)/', pathNot: [...users, '\\.spec\\.ts$'] },
  to: { path: `(^|/)node_modules/${library}/`, ...code },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...order,
    ...doors,
    ...libraries,
    {
      name: 'libs-know-no-app',
      comment: 'Apps are doors, libs are rooms.',
      severity: 'error',
      from: { path: '^(libs|migrations)/' },
      to: { path: '^apps/' },
    },
    {
      name: 'product-knows-no-test',
      severity: 'error',
      from: { path: '^(libs|apps|migrations)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^test/' },
    },
    {
      name: 'kernel-does-no-io',
      severity: 'error',
      from: { path: '^libs/platform/kernel/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^libs/platform/kernel/', '(^|/)node_modules/zod/', '^(node:)?crypto$'] },
    },
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['development', 'import', 'node', 'default'],
    },
  },
};
