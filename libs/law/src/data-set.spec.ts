import content from '../data/deadline-rules.json' with { type: 'json' };
import { dataSet } from './data-set.ts';
import { deadlineRulesSchema } from './deadline-rule.schema.ts';

const [first, ...rest] = content;

test('an undamaged file passes and cannot be changed afterwards', () => {
  const rows = dataSet('deadline-rules.json', deadlineRulesSchema, content);
  expect(rows).toHaveLength(content.length);
  expect(() => Object.assign(rows[0] ?? {}, { amount: 1 })).toThrow(TypeError);
  expect(() => Object.assign(rows[0]?.extension ?? {}, { amount: 1 })).toThrow(TypeError);
});

test.each([
  ['an unknown unit', { unit: 'workdays' }],
  ['a misspelt key', { amonut: 3 }],
  ['an empty source', { source: ' ' }],
  ['an unknown confidence', { confidence: 'V3' }],
  ['a day that does not exist', { validFrom: '2022-02-30' }],
  ['a term of no length', { amount: 0 }],
])('%s stops the program and names the file and the row', (_, damage) => {
  expect(() => dataSet('deadline-rules.json', deadlineRulesSchema, [{ ...first, ...damage }, ...rest])).toThrow(
    /deadline-rules\.json is damaged[\s\S]*\[0\]/,
  );
});

test('a version that stands twice is refused', () => {
  expect(() => dataSet('deadline-rules.json', deadlineRulesSchema, [first, first])).toThrow(/repeated key access10wd/);
});
