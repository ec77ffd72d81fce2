import { foundByHints } from './found-by-hints.ts';

const place = { part: 'body', position: null, name: null, page: null, offset: 0, quote: '' } as const;

test('elements, fields of an act and certain grounds are found; a mere guess at a ground is not', () => {
  const found = foundByHints([
    { kind: 'answer_element', value: { element: 'terms' }, place, confidence: 'low' },
    { kind: 'destruction_act', value: { fields: ['act_date'] }, place, confidence: 'medium' },
    { kind: 'claimed_ground', value: { reference: 'ст. 6 ч. 1 п. 2' }, place, confidence: 'low' },
    { kind: 'extension', value: { amount: 5 }, place, confidence: 'high' },
  ]);
  expect([...found]).toEqual(['terms', 'act_date']);
  const certain = foundByHints([{ kind: 'claimed_ground', value: {}, place, confidence: 'high' }]);
  expect([...certain]).toEqual(['refusal_exact_ground', 'refusal_written_reasoned']);
});
