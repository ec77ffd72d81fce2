import { deadlineRules } from '#law';
import { openRequest } from './seeded-family.ts';
import { branch, type Policy, row } from './policy-row.ts';

const name = { surname: 'Образцов', givenName: 'Илья', patronymic: 'Петрович' };
const versioned = { versioned: true } as const;

/** Families, requests, correspondence and complaints. */
export const policyOfCases: Policy = {
  // By the surname of every family that the proof seeds: what is hidden must not turn up.
  [`POST ${branch}/search`]: row('schools.read', 'nothing', { body: () => ({ q: 'Образцова', limit: 50 }) }),

  [`GET ${branch}/families`]: row('families.read', 'nothing'),
  [`POST ${branch}/families`]: row('families.create', 'nothing', {
    body: () => ({
      dataSource: 'guardian_in_person',
      guardians: [{ relation: 'parent', name, postalAddress: 'Казань' }],
      children: [{ name, birthDate: '2015-01-02' }],
    }),
  }),
  [`GET ${branch}/families/:family`]: row('families.read', 'family'),
  [`PATCH ${branch}/families/:family`]: row('families.update', 'family', {
    ...versioned,
    body: () => ({ dataSource: 'guardian_in_person' }),
  }),
  [`POST ${branch}/families/:family/guardians`]: row('families.update', 'family', {
    body: () => ({ relation: 'parent', name, postalAddress: 'Казань' }),
  }),
  [`POST ${branch}/families/:family/children`]: row('families.update', 'family', {
    body: () => ({ name, birthDate: '2015-01-02' }),
  }),
  [`POST ${branch}/families/:family/consents`]: row('families.update', 'family', {
    body: ({ child, authority }) => ({ childId: child, authorityId: authority }),
  }),
  [`POST ${branch}/families/:family/mandates`]: row('families.update', 'family', {
    body: ({ guardian }) => ({ guardianId: guardian, scope: 'help', signedOn: '2026-01-10' }),
  }),
  [`GET ${branch}/families/:family/assignments`]: row('families.read', 'family'),
  [`POST ${branch}/families/:family/assignments`]: row('families.assign', 'family', {
    body: ({ bystander }) => ({ personId: bystander, reason: 'Замена' }),
  }),
  [`DELETE ${branch}/families/:family/assignments/:assignment`]: row('families.assign', 'family'),
  [`POST ${branch}/families/:family/files`]: row('files.create', 'family', { upload: true }),
  [`GET ${branch}/files/:file/content`]: row('files.read', 'family'),

  [`GET ${branch}/threads/:thread/messages`]: row('correspondence.read', 'family'),
  [`GET ${branch}/messages`]: row('correspondence.read', 'nothing'),
  [`GET ${branch}/messages/:message`]: row('correspondence.read', 'family'),
  [`GET ${branch}/messages/:message/hints`]: row('correspondence.read', 'family'),
  [`GET ${branch}/messages/:message/raw`]: row('correspondence.read', 'family'),
  [`GET ${branch}/messages/:message/attachments/:position`]: row('correspondence.read', 'family'),
  [`POST ${branch}/messages/:message/settle`]: row('correspondence.triage', 'family', {
    body: () => ({ as: 'sent', reason: 'The school confirmed it.' }),
  }),
  [`POST ${branch}/messages/:message/acknowledgement`]: row('correspondence.triage', 'family'),
  [`GET ${branch}/triage/inbox`]: row('correspondence.triage', 'nothing'),
  [`GET ${branch}/triage/mails`]: row('correspondence.triage', 'nothing'),
  [`GET ${branch}/triage/mails/:mail`]: row('correspondence.triage', 'record'),
  [`GET ${branch}/triage/mails/:mail/suggestions`]: row('correspondence.triage', 'record'),
  [`POST ${branch}/triage/mails/:mail/attachment`]: row('correspondence.triage', 'record', {
    ...versioned,
    body: ({ thread }) => ({ threadIds: [thread] }),
  }),
  [`POST ${branch}/triage/mails/:mail/discard`]: row('correspondence.triage', 'record', {
    ...versioned,
    body: () => ({ reason: 'spam' }),
  }),
  [`POST ${branch}/triage/mails/:mail/undo`]: row('correspondence.triage', 'record', versioned),
  [`POST ${branch}/scan-batches`]: row('requests.prepare', 'nothing', { upload: true }),
  [`GET ${branch}/letter-templates`]: row('templates.read', 'nothing'),
  [`POST ${branch}/letter-templates`]: row('templates.write', 'nothing', {
    body: () => ({ kind: 'statement', scope: 'branch', wording: '[title]\nЗаявление' }),
  }),
  [`GET ${branch}/letter-templates/:template`]: row('templates.read', 'record'),
  [`POST ${branch}/letter-templates/:template/approval`]: row('templates.approve', 'record', versioned),
  [`POST ${branch}/letter-templates/:template/withdrawal`]: row('templates.approve', 'record', versioned),
  [`POST ${branch}/letter-templates/:template/preview`]: row('templates.read', 'record', { body: () => ({}) }),
  [`GET ${branch}/letter-wordings`]: row('templates.read', 'nothing', { query: 'kind=statement' }),
  [`POST ${branch}/requests/:request/letter-docx`]: row('requests.prepare', 'family', { body: () => ({}) }),
  [`POST ${branch}/requests/:request/letter-preview`]: row('requests.prepare', 'family', { body: () => ({}) }),
  [`GET ${branch}/letters/:letter/pdf`]: row('correspondence.read', 'family'),

  [`GET ${branch}/requests`]: row('requests.read', 'nothing'),
  [`POST ${branch}/requests`]: row('requests.open', 'family', { body: openRequest }),
  [`GET ${branch}/requests/:request`]: row('requests.read', 'family'),
  [`GET ${branch}/requests/:request/deadlines`]: row('requests.read', 'family'),
  [`GET ${branch}/overview`]: row('insights.read', 'nothing'),
  [`GET ${branch}/requests/:request/timeline`]: row('requests.read', 'family'),
  [`GET ${branch}/requests/:request/checklists`]: row('requests.classify', 'family', {
    query: 'message=01970000-0000-7000-8000-000000000000',
  }),
  [`PUT ${branch}/requests/:request/checklists/:item`]: row('requests.classify', 'family', {
    ...versioned,
    query: 'message=01970000-0000-7000-8000-000000000000',
    body: () => ({ state: 'done' }),
    also: { 404: 'the point is none of the request’s demands' },
  }),
  [`GET ${branch}/requests/:request/record.pdf`]: row('requests.read', 'family'),
  [`GET ${branch}/contested-clauses`]: row('schools.read', 'nothing'),
  [`POST ${branch}/families/:family/plan`]: row('requests.open', 'family', {
    body: ({ guardian, child }) => ({ guardianId: guardian, childIds: [child], systemCodes: ['epgu'] }),
  }),
  [`POST ${branch}/families/:family/plan/requests`]: row('requests.open', 'family', {
    body: ({ guardian, child, authority }) => ({
      ...{ guardianId: guardian, childIds: [child], systemCodes: ['epgu'] },
      addressees: [{ key: 'state_operator:Минцифры России', authorityId: authority }],
      acknowledgement: { digest: '0'.repeat(64), on: '2026-01-10' },
    }),
  }),
  [`POST ${branch}/requests/:request/deadlines/:deadline/extension`]: row('requests.classify', 'family', {
    ...versioned,
    body: ({ message }) => ({ messageId: message, reason: 'volume' }),
  }),
  [`POST ${branch}/deadlines/what-if`]: row('requests.read', 'nothing', {
    body: () => ({ ruleId: 'stop10wd', event: { day: '2026-11-02' }, timeZone: 'Europe/Moscow' }),
  }),
  [`GET ${branch}/me/digest-settings`]: row('requests.read', 'nothing'),
  [`PUT ${branch}/me/digest-settings`]: row('requests.read', 'nothing', {
    versioned: true,
    body: () => ({ frequency: 'daily' }),
  }),
  [`GET ${branch}/me/notifications`]: row('requests.read', 'nothing'),
  [`POST ${branch}/me/notifications/read`]: row('requests.read', 'nothing', {
    body: () => ({ ids: ['0199d3a0-0000-7000-8000-000000000001'] }),
  }),
  [`GET ${branch}/duties`]: row('duties.manage', 'nothing'),
  [`POST ${branch}/duties/:duty/completion`]: row('duties.manage', 'record', versioned),
  [`POST ${branch}/incidents`]: row('duties.manage', 'nothing', {
    body: () => ({ nature: 'loss', dataCategories: ['names'], subjects: 3, detectedAt: '2026-01-10T08:00:00.000Z' }),
  }),
  [`GET ${branch}/deadlines/moves`]: row('requests.read', 'nothing', { query: 'calendar=ru-2026-11-24' }),
  [`POST ${branch}/deadlines/moves`]: row('requests.read', 'nothing', {
    body: () => ({
      rules: deadlineRules.filter(({ id }) => id === 'stop10wd').map((rule) => ({ ...rule, version: 9 })),
    }),
  }),
  [`GET ${branch}/deadline-rules`]: row('requests.read', 'nothing'),
  [`GET ${branch}/calendars`]: row('requests.read', 'nothing'),
  [`GET ${branch}/requests/:request/actions`]: row('requests.read', 'family'),
  [`POST ${branch}/requests/:request/return`]: row('requests.classify', 'family', {
    ...versioned,
    body: () => ({ reason: 'undelivered' }),
  }),
  [`POST ${branch}/requests/:request/transfer`]: row('requests.classify', 'family', {
    ...versioned,
    body: ({ authority }) => ({ authorityId: authority }),
  }),
  [`POST ${branch}/requests/:request/reopening`]: row('requests.close', 'family', versioned),
  [`POST ${branch}/requests/:request/letter`]: row('requests.prepare', 'family', { ...versioned, body: () => ({}) }),
  [`POST ${branch}/requests/:request/signature`]: row('requests.prepare', 'family', {
    ...versioned,
    body: ({ file }) => ({ fileId: file, how: 'scan' }),
  }),
  [`POST ${branch}/requests/:request/submission`]: row('requests.submit', 'family', {
    ...versioned,
    body: () => ({ to: 'office@school.test' }),
  }),
  [`POST ${branch}/requests/:request/filing`]: row('requests.submit', 'family', {
    ...versioned,
    body: () => ({ channel: 'in_person', filedOn: '2026-11-20' }),
  }),
  [`POST ${branch}/requests/:request/classification`]: row('requests.classify', 'family', {
    ...versioned,
    body: ({ message }) => ({ messageId: message }),
  }),
  [`POST ${branch}/requests/:request/closure`]: row('requests.close', 'family', versioned),
  [`POST ${branch}/requests/:request/withdrawal`]: row('requests.close', 'family', versioned),

  [`GET ${branch}/escalations`]: row('escalations.read', 'nothing'),
  [`GET ${branch}/escalations/:escalation`]: row('escalations.read', 'family'),
  [`GET ${branch}/escalations/:escalation/deadlines`]: row('escalations.read', 'family'),
  [`GET ${branch}/escalations/:escalation/channels`]: row('escalations.read', 'family'),
  [`POST ${branch}/escalations/:escalation/route`]: row('escalations.draft', 'family', {
    ...versioned,
    body: ({ authority }) => ({ authorityId: authority }),
  }),
  [`POST ${branch}/escalations/:escalation/approval`]: row('escalations.approve', 'family', versioned),
  [`POST ${branch}/escalations/:escalation/deadlines/:deadline/extension`]: row('escalations.file', 'family', {
    ...versioned,
    body: ({ file }) => ({ fileId: file, noticedOn: '2026-01-10', reason: 'none_stated' }),
    also: { 404: 'the deadline is one of the request' },
  }),
  [`POST ${branch}/escalations/:escalation/filing`]: row('escalations.file', 'family', {
    ...versioned,
    body: () => ({ channel: 'in_person', filedOn: '2026-11-20' }),
  }),
  [`POST ${branch}/escalations/:escalation/closure`]: row('escalations.draft', 'family', versioned),
};
