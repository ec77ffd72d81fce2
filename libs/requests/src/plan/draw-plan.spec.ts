import { localDate } from '#kernel';
import { informationSystems } from '#law';
import { digestOf, drawPlan } from './draw-plan.ts';

const system = (code: string) => {
  const found = informationSystems.find((one) => one.code === code);
  if (found === undefined) throw new Error(`No system ${code}.`);
  return found;
};
const today = localDate('2026-10-05');

test('one operator gets one request for all its systems, a school only what schools operate', () => {
  const schools = new Map([
    ['anna', 'school-1'],
    ['boris', 'school-2'],
    ['vera', null],
  ]);
  const { operators } = drawPlan(['epgu', 'esia', 'sferum', 'school_site'].map(system), schools, undefined, today);
  expect(operators.map(({ key, systemCodes, childIds }) => [key, systemCodes, childIds])).toEqual([
    ['state_operator:Минцифры России', ['epgu', 'esia'], ['anna', 'boris', 'vera']],
    ['private_operator:ООО «Цифровое образование»', ['sferum'], ['anna', 'boris', 'vera']],
    ['school:school-1', ['school_site'], ['anna']],
    ['school:school-2', ['school_site'], ['boris']],
    ['school:unknown', ['school_site'], ['vera']],
  ]);
});

test('the recommended demands come with their terms, and the consequences with those of every withdrawal', () => {
  const plan = drawPlan([system('gia')], new Map([['anna', null]]), undefined, today);
  expect(plan.demands.map(({ kind }) => kind)).toContain('consent_withdrawal');
  expect(plan.demands.find(({ kind }) => kind === 'stop_processing')?.terms).toEqual([
    expect.objectContaining({ amount: 10, unit: 'workday' }),
  ]);
  expect(plan.consequences.map(({ code }) => code)).toEqual(['exams', 'admission', 'other_grounds']);
});

test('another child, guardian, demand or system is another plan; the order of the children is not', () => {
  const draw = (codes: string[], kinds?: ['destruction']) =>
    drawPlan(codes.map(system), new Map([['anna', null]]), kinds, today);
  const plain = digestOf(draw(['gia']), ['anna', 'boris'], 'mother');
  expect(digestOf(draw(['gia']), ['boris', 'anna'], 'mother')).toBe(plain);
  const others = [
    digestOf(draw(['gia']), ['anna'], 'mother'),
    digestOf(draw(['gia']), ['anna', 'boris'], 'father'),
    digestOf(draw(['gia', 'epgu']), ['anna', 'boris'], 'mother'),
    digestOf(draw(['gia'], ['destruction']), ['anna', 'boris'], 'mother'),
  ];
  expect(new Set([plain, ...others]).size).toBe(5);
});
