import { applies, expectedFor } from '../../dist/test/prove/isolation/expectation.js';
import { policy } from '../../dist/test/prove/isolation/policy.js';
import { relations, roles } from '../../dist/test/prove/isolation/relations.js';

const ANSWERS = {
  open: 'answered',
  done: 'let through',
  'sign-in': '401',
  forbidden: '403',
  'not-found': '404',
};

const RELATIONS = {
  own: 'in the own branch; a volunteer is assigned to the family',
  unassigned: 'a family of the own branch that nobody assigned to the person',
  'assignment-ended': 'the assignment to the family has ended',
  sealed: 'the family is sealed and not assigned to the person',
  foreign: 'the id belongs to another branch, the path names the own one',
  absent: 'there is no such id',
  'other-branch': 'the path names a branch that the person is no member of',
  'membership-revoked': 'the token still lives, the membership was taken away',
  'no-sign-in': 'no token',
};

/** `docs/access-matrix.md`: who gets what answer on which route, as `npm run prove -- isolation` tries it. */
export function accessDocument() {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const head = (titles) => [line(titles), line(titles.map((_, index) => (index < 2 ? '---' : ':-:')))];
  const routes = Object.entries(policy).map(([address, row]) =>
    line([`\`${address}\``, row.needs, ...roles.map((role) => cellOf(row, role))]),
  );
  // Of each kind, the route that most roles may call stands for all.
  const kinds = [...new Set(Object.values(policy).map(titleOf))].map((title) =>
    Object.values(policy)
      .filter((row) => titleOf(row) === title)
      .reduce((widest, row) => (ableTo(row).length > ableTo(widest).length ? row : widest)),
  );
  const answers = relations.map((relation) =>
    line([
      `\`${relation}\``,
      RELATIONS[relation],
      ...kinds.map((row) => (applies(row, relation) ? answersOf(row, relation) : '')),
    ]),
  );
  return `# Access matrix

Made from \`test/prove/isolation/policy.ts\` and the table of roles by \`npm run generate\`; change it there.
\`npm run prove -- isolation\` tries every route as every role in every relation against the running API; a route
without a row fails \`test/architecture\`.

## Who may call what

● for whatever the branch has (sealed families only when assigned), ◐ for assigned families only, empty: 403 (404 where an association is named).

${[...head(['Route', 'Needs', ...roles]), ...routes].join('\n')}

## What is answered

By how the person stands to what is named. "Let through" leaves the last word to the use case (409, 412, 422).
A role without the permission gets 403 before anything is looked up, so 403 and 404 tell nothing about the record.

${[...head(['Relation', 'Meaning', ...kinds.map(titleOf)]), ...answers].join('\n')}
`;
}

function cellOf(row, role) {
  if (row.needs === 'nothing') return '●';
  if (expectedFor(row, role, 'own') !== 'done') return '';
  return row.names === 'family' && expectedFor(row, role, 'unassigned') !== 'done' ? '◐' : '●';
}

function titleOf({ needs, names }) {
  if (names === 'association') return 'association';
  if (needs === 'nothing') return 'public';
  if (needs === 'a sign-in') return 'oneself';
  return names === 'nothing' ? 'nothing but the branch' : names;
}

function ableTo(row) {
  return roles.filter((role) => expectedFor(row, role, 'own') !== 'forbidden');
}

/** Of the roles that have the permission; two answers where branch-wide roles and volunteers differ. */
function answersOf(row, relation) {
  return [...new Set(ableTo(row).map((role) => ANSWERS[expectedFor(row, role, relation)]))].join(' / ');
}
