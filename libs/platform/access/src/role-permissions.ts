/**
 * What each role may do. One table to read; the types, the guard, the documents and the route matrix derive from it.
 * How far a role sees (`reach`) is enforced by the policies of the database; a test holds the two against each other.
 */
export const PERMISSIONS = [
  'branches.read',
  'branches.manage',
  'members.read',
  'members.manage',
  'integrations.manage',
  'schools.read',
  'schools.propose',
  'schools.write',
  'families.read',
  'families.create',
  'families.update',
  'families.assign',
  'families.seal',
  'families.merge',
  'families.export',
  'families.erase',
  'families.hold',
  'families.receive',
  'imports.run',
  'break-glass.use',
  'break-glass.review',
  'files.read',
  'files.create',
  'requests.read',
  'requests.open',
  'requests.prepare',
  'requests.submit',
  'requests.classify',
  'requests.close',
  'correspondence.read',
  'correspondence.triage',
  'templates.read',
  'templates.write',
  'templates.approve',
  'templates.share',
  'escalations.read',
  'escalations.draft',
  'escalations.approve',
  'escalations.file',
  'duties.manage',
  'campaigns.read',
  'campaigns.run',
  'insights.read',
  'audit.read',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** Which families a role may see: all but sealed ones, the assigned ones, or none. */
export type Reach = 'branch' | 'assigned' | 'none';

interface RoleRule {
  readonly reach: Reach;
  readonly may: readonly Permission[];
}

const READING = [
  'templates.read',
  'branches.read',
  'members.read',
  'schools.read',
  'families.read',
  'files.read',
  'requests.read',
  'correspondence.read',
  'escalations.read',
  'campaigns.read',
  'insights.read',
] as const satisfies readonly Permission[];

const CASE_WORK = [
  'schools.propose',
  'schools.write',
  'families.create',
  'families.update',
  'families.assign',
  'imports.run',
  'families.merge',
  'break-glass.use',
  'files.create',
  'requests.open',
  'requests.prepare',
  'requests.submit',
  'requests.classify',
  'requests.close',
  'correspondence.triage',
  'escalations.draft',
  'escalations.file',
] as const satisfies readonly Permission[];

export const ROLES = {
  /** Runs the installation; sees no branch from inside. */
  platform_operator: { reach: 'none', may: [] },
  /** Opens and oversees branches; counts, never families. */
  association_admin: {
    reach: 'none',
    may: [
      'branches.read',
      'branches.manage',
      'members.read',
      'members.manage',
      'schools.read',
      'schools.propose',
      'schools.write',
      'templates.read',
      'templates.write',
      'templates.approve',
      'templates.share',
      'insights.read',
    ],
  },
  branch_admin: {
    reach: 'branch',
    may: [
      ...READING,
      ...CASE_WORK,
      'branches.manage',
      'members.manage',
      'integrations.manage',
      'families.seal',
      'families.export',
      'families.erase',
      'families.hold',
      'families.receive',
      'break-glass.review',
      'escalations.approve',
      'templates.write',
      'templates.approve',
      'duties.manage',
      'campaigns.run',
    ],
  },
  /** Works the cases and is the second person who approves a complaint. */
  lawyer: {
    reach: 'branch',
    may: [
      ...READING,
      ...CASE_WORK,
      'families.seal',
      'families.export',
      'families.hold',
      'escalations.approve',
      'templates.write',
      'templates.approve',
    ],
  },
  coordinator: { reach: 'branch', may: [...READING, ...CASE_WORK, 'campaigns.run'] },
  /** Helps the families that were assigned; sends nothing out alone. */
  volunteer: {
    reach: 'assigned',
    may: [
      'branches.read',
      'schools.read',
      'schools.propose',
      'families.read',
      'families.update',
      'files.read',
      'files.create',
      'requests.read',
      'requests.open',
      'requests.prepare',
      'correspondence.read',
      'escalations.read',
    ],
  },
  /** Reads the log, never content. */
  auditor: { reach: 'none', may: ['branches.read', 'audit.read'] },
} as const satisfies Readonly<Record<string, RoleRule>>;

export type Role = keyof typeof ROLES;

const SETS = new Map<string, ReadonlySet<Permission>>(
  Object.entries(ROLES).map(([role, rule]) => [role, new Set<Permission>(rule.may)]),
);
const NOTHING: ReadonlySet<Permission> = new Set();

/**
 * The permissions of a role as the database spells it. `own`: what the database says of a role of an association's own;
 * a permission that this version does not know counts for nothing, and so does a role that nobody knows.
 */
export function permissionsOf(role: string, own: readonly string[] | null = null): ReadonlySet<Permission> {
  if (own !== null) return new Set(own.filter(isPermission));
  return SETS.get(role) ?? NOTHING;
}

export function isPermission(text: string): text is Permission {
  return (PERMISSIONS as readonly string[]).includes(text);
}

export function isRole(text: string): text is Role {
  return SETS.has(text);
}
