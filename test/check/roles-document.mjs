import { PERMISSIONS, ROLES } from '#access';

const REACH = {
  branch: 'every family of the branch that is not sealed from them',
  assigned: 'only the families assigned to them',
  none: 'no family',
};

/** `docs/roles.md`: the table of roles as a person reads it. */
export function rolesDocument() {
  const roles = Object.keys(ROLES);
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const matrix = [
    row(['Permission', ...roles]),
    row(['---', ...roles.map(() => ':-:')]),
    ...PERMISSIONS.map((permission) =>
      row([`\`${permission}\``, ...roles.map((role) => (ROLES[role].may.includes(permission) ? '●' : ''))]),
    ),
  ];
  const reach = [
    row(['Role', 'Sees']),
    row(['---', '---']),
    ...roles.map((role) => row([`\`${role}\``, REACH[ROLES[role].reach]])),
  ];
  return `# Roles and permissions

Made from \`libs/platform/access/src/role-permissions.ts\` by \`npm run generate\`; change it there. A route names the
permission it needs; the role is read from the database at every request. Which families a role sees is enforced by
the row policies of PostgreSQL, whatever the program asks for.

${matrix.join('\n')}

## Reach

${reach.join('\n')}
`;
}
