/**
 * What the catalog may hold against the rule, each with its reason. Whatever is not named here is a violation, so a
 * new table or index that breaks the rule has to be argued for in this file.
 */

/** Tables of no branch. */
export const globalTables: Readonly<Record<string, string>> = {
  association_admins: 'who administers an association; reached through definer functions that ask it first',
  associations: 'names of associations, public facts; read when a branch is shown',
  attempt_buckets:
    'counts tries by a keyed hash of account or network, before anybody is known; definer functions only',
  authorities: 'directory of institutions shared by all branches; written by the branch of its region only',
  authority_corrections: 'history of the shared directory; added to by the branch of the region, never changed',
  authority_search_words: 'words of the shared directory, public facts; written by its trigger only',
  authority_emails: 'published addresses of institutions; hang from the shared directory',
  authority_successions: 'who took over from a merged institution, public facts of the shared directory',
  calendar_feeds: 'a feed belongs to a person, not to a branch; reached through definer functions only',
  calendar_editions:
    'production calendars that the operator of the system has loaded, public law; read-only for the runtime',
  clock_shift: 'one row that moves the clock of demos and tests; read-only for the runtime',
  guarded_permissions: 'which permission a built-in role has where the database itself asks; codes only',
  letter_templates:
    'wordings that an association shares; a policy shows those of the association and of the entered branch',
  login_challenges: 'a sign-in under way belongs to a person; reached through definer functions only',
  master_key: 'one row: the fingerprint of the master key, no secret; read-only for the runtime',
  migrations: 'which migrations have run; no runtime role may read it',
  password_resets: 'a link belongs to a person, not to a branch; reached through definer functions only',
  people: 'one person may serve several branches; reached through definer functions only',
  platform_keys: 'keys of the system itself, wrapped, of no use without the master key; read-only for the runtime',
  recovery_codes: 'hashes of a person, not of a branch; reached through definer functions only',
  refresh_tokens: 'a session belongs to a person, not to a branch; reached through definer functions only',
  roles: 'the closed list of role codes and how far they see',
  rule_versions: 'statutory terms that the operator of the system has loaded, public law; read-only for the runtime',
  sessions: 'a session belongs to a person, not to a branch; reached through definer functions only',
  system_facts:
    'what regions and schools say of information systems, public facts; written by the branch of the region',
  totp_secrets: 'the second factor of a person, sealed; reached through definer functions only',
  totp_steps: 'codes of a person that were used; reached through definer functions only',
};

/** Global tables that tenant rows may refer to, and why that tells nothing about another branch. */
export const referable: Readonly<Record<string, string>> = {
  authorities: 'the directory is readable by all branches anyway',
  letter_templates: 'the ids cannot be guessed, and a letter only remembers the version that was in use for it',
  people: 'the ids cannot be guessed and are never handed out to another branch',
  roles: 'a closed list',
};

/** Unique indexes of tenant tables that do not lead with the branch. */
export const globalUniques: Readonly<Record<string, string>> = {
  messages_return_token_hash_key:
    'a return path is resolved before any branch is known; the value is a hash of 128 random bits, so it is no oracle',
  threads_reply_token_hash_key:
    'a reply address is resolved before any branch is known; the value is a hash of 128 random bits, so it is no oracle',
};

/** Tables with a column `family_id` that carry another restriction than the family policy. */
export const familyTablesWithoutPolicy: Readonly<Record<string, string>> = {
  audit_entries: 'the log is read by auditors, who see no family; entries name ids only',
  break_glass_events: 'has policies of its own: one sees the own events, reviewers all of the branch',
  family_assignments: 'has policies of its own: the others depend on it',
  sealed_families: 'has policies of its own: the others depend on it',
  vault_keys: 'holds keys wrapped by the key of the branch, of no use without the master key',
};

/** Definer functions that somebody else than the gateway owns. */
export const definersOfOthers: Readonly<Record<string, string>> = {};
