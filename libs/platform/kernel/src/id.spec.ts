import { idSchema, newId } from '#kernel';

test('ids are valid UUIDs that sort by the time they were made', async () => {
  const first = newId();
  await new Promise((resolve) => setTimeout(resolve, 2));
  const second = newId();
  expect(idSchema.parse(first)).toBe(first);
  expect(first < second).toBe(true);
});
