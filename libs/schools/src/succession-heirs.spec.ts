import { heirsOf } from './succession-heirs.ts';

const step = (predecessorId: string, successorId: string, effectiveOn = '2026-01-01') => ({
  ...{ predecessorId, successorId, effectiveOn },
});

test('the last of a chain is the heir, and of a split school all its parts', () => {
  expect(heirsOf('a', [step('a', 'b'), step('b', 'c')], '2026-06-01')).toEqual(['c']);
  expect(heirsOf('a', [step('a', 'b'), step('a', 'c')], '2026-06-01')).toEqual(['b', 'c']);
});

test('a step of tomorrow has no effect today', () => {
  const steps = [step('a', 'b'), step('b', 'c', '2026-06-02')];
  expect(heirsOf('a', steps, '2026-06-01')).toEqual(['b']);
  expect(heirsOf('a', steps, '2026-06-02')).toEqual(['c']);
  expect(heirsOf('b', steps, '2026-06-01')).toEqual([]);
});

test('two ways to one heir name it once', () => {
  const steps = [step('a', 'b'), step('a', 'c'), step('b', 'd'), step('c', 'd')];
  expect(heirsOf('a', steps, '2026-06-01')).toEqual(['d']);
});

test('a circle ends', () => {
  expect(heirsOf('a', [step('a', 'b'), step('b', 'a')], '2026-06-01')).toEqual([]);
});

test('a long chain is followed', () => {
  const steps = Array.from({ length: 500 }, (_, index) => step(String(index), String(index + 1)));
  expect(heirsOf('0', steps, '2026-06-01')).toEqual(['500']);
});
