import { z } from 'zod';
import { anyOf, flag, listQuery, sortOf } from '#http';

const query = listQuery({
  sorts: ['-createdAt', 'createdAt', 'dueOn'],
  filters: { stage: anyOf(z.enum(['draft', 'sent'])), sealed: flag() },
});

test('an empty query means the first page under the first sort', () => {
  expect(query.parse({})).toEqual({ limit: 50, sort: '-createdAt' });
});

test('a filter given once or several times arrives as an array', () => {
  expect(query.parse({ stage: 'draft' }).stage).toEqual(['draft']);
  expect(query.parse({ stage: ['draft', 'sent'], sealed: 'true' })).toMatchObject({
    stage: ['draft', 'sent'],
    sealed: true,
  });
});

test('unknown names, sorts and values are refused', () => {
  for (const wrong of [{ colour: 'red' }, { sort: 'name' }, { stage: 'lost' }, { limit: '201' }, { limit: '' }]) {
    expect(query.safeParse(wrong).success).toBe(false);
  }
});

test('a sort falls apart into field and direction', () => {
  expect(sortOf(query.parse({}).sort)).toEqual({ field: 'createdAt', descending: true });
  expect(sortOf('dueOn')).toEqual({ field: 'dueOn', descending: false });
});
