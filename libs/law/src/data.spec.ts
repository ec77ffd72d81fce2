import {
  answerRequirements,
  answerRequirementsFor,
  attachments,
  channels,
  complaintOutcomes,
  confidenceSchema,
  consequences,
  contestedClauses,
  deadlineRules,
  demandCodeSchema,
  demandKinds,
  demandOutcomes,
  escalationSteps,
  informationSystemNamed,
  informationSystems,
  isRoutable,
  operatorReaches,
  regionByCode,
  regions,
  retentionBases,
} from './index.ts';

test('every row of every data set gives its source and how far to trust it', () => {
  const sets = [
    answerRequirements,
    attachments,
    channels,
    complaintOutcomes,
    consequences,
    contestedClauses,
    deadlineRules,
    demandKinds,
    demandOutcomes,
    escalationSteps,
    informationSystems,
    operatorReaches,
    regions,
    retentionBases,
  ];
  const rows = sets.flat();
  expect(rows).toHaveLength(26 + 8 + 9 + 9 + 8 + 4 + 18 + 11 + 8 + 8 + 26 + 3 + 89 + 14);
  for (const row of rows) {
    expect(row.source.length).toBeGreaterThan(3);
    expect(confidenceSchema.options).toContain(row.confidence);
  }
});

describe('regions', () => {
  const distinct = (values: readonly (string | null)[]) => new Set(values.filter((value) => value !== null)).size;

  test('89 subjects, 83 ISO codes, 72 offices, every zone known', () => {
    expect(regions).toHaveLength(89);
    expect(distinct(regions.map((region) => region.code))).toBe(89);
    expect(distinct(regions.map((region) => region.name.ru))).toBe(89);
    expect(distinct(regions.map((region) => region.name.en))).toBe(89);
    expect(distinct(regions.map((region) => region.iso))).toBe(83);
    expect(distinct(regions.map((region) => region.roskomnadzorOffice))).toBe(72);
    for (const { timeZone } of regions) expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow();
  });

  test('confidence is spread as in the survey', () => {
    const count = (confidence: string) => regions.filter((region) => region.confidence === confidence).length;
    expect([count('V'), count('K'), count('K-'), count('U')]).toEqual([7, 62, 9, 11]);
  });

  test('uncertain offices are never routed without a person', () => {
    const unroutable = regions.filter((region) => !isRoutable(region)).map((region) => region.code);
    expect(unroutable).toEqual(['06', '08', '09', '13', '49', '65', '87', '90', '93', '94', '95']);
  });

  test('a region is found by its code; an unknown code is a problem', () => {
    expect(regionByCode('41')).toMatchObject({ timeZone: 'Asia/Kamchatka', iso: 'RU-KAM' });
    expect(() => regionByCode('00')).toThrow(expect.objectContaining({ code: 'law.region-unknown' }));
  });
});

describe('information systems', () => {
  test.each([
    ['ФГИС «Моя школа»', 'my_school'],
    ['моя школа', 'my_school'],
    ['Госуслуги', 'epgu'],
    ['Public Services', 'epgu'],
    ['ГТО', 'gto'],
    ['TRP', 'gto'],
    ['Spherum', 'sferum'],
    ['витрина школьника', 'data_mart_edu'],
    ['e_diary', 'e_diary'],
  ])('%s is %s', (name, code) => {
    expect(informationSystemNamed(name)?.code).toBe(code);
  });

  test('no alias leads to two systems', () => {
    const claimed = informationSystems.flatMap((system) => [...system.aliases.ru, ...system.aliases.en]);
    for (const system of informationSystems) {
      for (const alias of [...system.aliases.ru, ...system.aliases.en]) {
        expect([alias, informationSystemNamed(alias)?.code]).toEqual([alias, system.code]);
      }
    }
    expect(claimed.length).toBeGreaterThan(70);
    expect(informationSystemNamed('нет такой системы')).toBeUndefined();
  });

  test('the ministry of finance is nobody’s operator', () => {
    for (const system of informationSystems) expect(JSON.stringify(system.operator)).not.toMatch(/Минфин|Finance/);
  });
});

describe('codes', () => {
  test('every demand code has a row', () => {
    expect(demandKinds.map((demand) => demand.code)).toEqual(demandCodeSchema.options);
  });

  test('a complete answer has the eleven items of art. 14 part 7', () => {
    expect(answerRequirementsFor('access_request', 'complete_answer')).toHaveLength(11);
    expect(answerRequirementsFor('stop_processing', 'reasoned_refusal').map((item) => item.code)).toEqual([
      'refusal_exact_ground',
      'refusal_kept_data',
    ]);
  });

  test('silence and a refusal without reasons escalate by default', () => {
    const byDefault = demandOutcomes.filter((outcome) => outcome.escalation === 'by_default');
    expect(byDefault.map((outcome) => outcome.code)).toEqual(['refused_unreasoned', 'silence']);
  });
});
