import { drawDependencies } from './dependency-picture.mjs';

const rooms = [
  { name: 'api', path: 'apps/api' },
  { name: 'requests', path: 'libs/requests' },
  { name: 'kernel', path: 'libs/platform/kernel' },
];

test('an import downwards is a dot, an import upwards a red line', () => {
  const picture = drawDependencies(rooms, [
    { from: 'api', to: 'requests' },
    { from: 'requests', to: 'kernel' },
    { from: 'kernel', to: 'requests' },
  ]);
  expect(picture.match(/class="dot/g)).toHaveLength(2);
  expect(picture.match(/class="back"/g)).toHaveLength(1);
  expect(picture).toContain('<title>kernel imports requests</title>');
});

test('imports inside a room and of unknown rooms are not drawn', () => {
  const picture = drawDependencies(rooms, [
    { from: 'api', to: 'api' },
    { from: 'api', to: 'elsewhere' },
  ]);
  expect(picture).not.toContain('class="dot');
});
