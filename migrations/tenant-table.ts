/**
 * SQL that puts a table under its branch. The branch policy is restrictive: whatever permissive policy a later
 * migration adds, no row of another branch passes. `current_branch()` raises when no branch was entered.
 */
export function underBranch(table: string, grants = 'SELECT, INSERT, UPDATE, DELETE'): string {
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY ${table}_branch ON ${table} AS RESTRICTIVE FOR ALL TO otzyv_app
      USING (branch_id = (SELECT current_branch())) WITH CHECK (branch_id = (SELECT current_branch()));
    CREATE POLICY ${table}_members ON ${table} AS PERMISSIVE FOR ALL TO otzyv_app USING (true) WITH CHECK (true);
    GRANT ${grants} ON ${table} TO otzyv_app;
  `;
}

/**
 * SQL that narrows a table to the families that the person may see: branch-wide roles see all but sealed ones,
 * others what is assigned to them, jobs everything. A null family (mail not matched yet) is for branch-wide roles.
 */
export function underFamily(table: string, column = 'family_id'): string {
  const rule = `CASE (SELECT current_reach())
      WHEN 'job' THEN true
      WHEN 'branch' THEN ${column} IS NULL OR ${column} NOT IN (SELECT family_id FROM sealed_families)
        OR ${column} IN (SELECT family_id FROM my_assigned_families)
      WHEN 'assigned' THEN ${column} IN (SELECT family_id FROM my_assigned_families)
      ELSE false END`;
  return `
    CREATE POLICY ${table}_family ON ${table} AS RESTRICTIVE FOR ALL TO otzyv_app USING (${rule}) WITH CHECK (${rule});
  `;
}
