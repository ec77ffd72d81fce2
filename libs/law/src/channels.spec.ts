import { type AddresseeKind, addresseeKindSchema, channelsFor, escalationSteps, ladder } from './index.ts';

const codes = (purpose: 'data_request' | 'complaint' | 'lawsuit', addressee: AddresseeKind, fitness: string) =>
  channelsFor(purpose, addressee)
    .filter((advice) => advice.fitness === fitness)
    .map((advice) => advice.channel.code);

test('a request to a school: in person, by post, by signed e-mail; plain e-mail is weak', () => {
  expect(codes('data_request', 'school', 'fit')).toEqual(['in_person', 'registered_post', 'email_qes']);
  expect(codes('data_request', 'school', 'weak')).toEqual(['email_plain']);
  expect(codes('data_request', 'school', 'uncertain')).toEqual(['epgu_pos', 'official_site_esia']);
  expect(codes('data_request', 'school', 'unfit')).toEqual(['e_diary_message', 'messenger']);
});

test.each<AddresseeKind>(['founder', 'roskomnadzor', 'prosecutor'])('no e-mail complaint to the %s', (addressee) => {
  expect(codes('complaint', addressee, 'fit')).toEqual([
    'in_person',
    'registered_post',
    'epgu_pos',
    'official_site_esia',
  ]);
  const mail = channelsFor('complaint', addressee).filter((advice) => advice.channel.code.startsWith('email'));
  expect(mail).toHaveLength(2);
  for (const advice of mail) {
    expect(advice.fitness).toBe('unfit');
    expect(advice.reason.ru).toContain('С 30.03.2025');
    expect(advice.reason.en).toContain('E-mail complaints');
    expect(advice.reason.en).toContain('not considered since 30.03.2025');
  }
});

test('the fittest come first for every addressee', () => {
  const rank = ['fit', 'uncertain', 'weak', 'unfit'];
  for (const addressee of addresseeKindSchema.options) {
    for (const purpose of ['data_request', 'complaint', 'lawsuit'] as const) {
      const order = channelsFor(purpose, addressee).map((advice) => rank.indexOf(advice.fitness));
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
  }
});

test('every step of escalation uses channels that are fit for it', () => {
  for (const step of escalationSteps) {
    const purpose = step.code === 'reminder' ? 'data_request' : step.code === 'court' ? 'lawsuit' : 'complaint';
    for (const channel of step.channels) {
      expect([step.code, channel, codes(purpose, step.addressee, 'fit')]).toEqual([
        step.code,
        channel,
        expect.arrayContaining([channel]),
      ]);
    }
  }
});

test('the ladder: reminder, founder, Roskomnadzor, prosecutor, court', () => {
  expect(ladder.map((step) => [step.order, step.code])).toEqual([
    [0, 'reminder'],
    [1, 'founder'],
    [2, 'roskomnadzor'],
    [3, 'prosecutor'],
    [4, 'court'],
  ]);
  expect(ladder.map((step) => step.deadlines.map((deadline) => deadline.ruleId))).toEqual([
    [],
    ['appeal_reg3d', 'appeal30d'],
    ['appeal_reg3d', 'appeal30d', 'rkn_query10wd'],
    ['prosecutor30d'],
    [],
  ]);
});

test('every complaint carries the statement, the proof of receipt and the proof of representation', () => {
  for (const step of escalationSteps.filter((item) => item.code !== 'reminder')) {
    const always = step.attachments.filter((item) => item.required === 'always').map((item) => item.code);
    expect(always).toEqual(['statement_copy', 'proof_of_receipt', 'representation_proof']);
  }
});
