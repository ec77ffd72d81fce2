/** Each query returns rows of `{ object, fault }`; parameters are the lists of catalog-exceptions.ts. */
const TENANT = `
  SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity,
      CASE WHEN c.relname = 'branches' THEN 'id' ELSE 'branch_id' END AS tenant_column,
      (SELECT a.attnum FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped
        AND a.attname = CASE WHEN c.relname = 'branches' THEN 'id' ELSE 'branch_id' END) AS tenant_number
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`;

const tenants = `tenants AS (SELECT * FROM (${TENANT}) t WHERE tenant_number IS NOT NULL AND relname <> ALL ($1))`;

/** $1: global tables. */
export const TABLE_FAULTS = `
  WITH ${tenants}
  SELECT relname AS object, 'belongs to no branch and is not listed' AS fault FROM (${TENANT}) t
    WHERE tenant_number IS NULL AND relname <> ALL ($1)
  UNION ALL SELECT relname, 'row-level security is not enabled' FROM tenants WHERE NOT relrowsecurity
  UNION ALL SELECT relname, 'row-level security is not forced' FROM tenants WHERE NOT relforcerowsecurity
  UNION ALL SELECT relname, 'the branch may be null' FROM tenants t WHERE EXISTS (SELECT FROM pg_attribute a
    WHERE a.attrelid = t.oid AND a.attnum = t.tenant_number AND NOT a.attnotnull)
  UNION ALL SELECT relname, 'no restrictive branch policy for otzyv_app' FROM tenants t WHERE NOT EXISTS (
    SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND NOT p.polpermissive AND p.polcmd = '*'
      AND (p.polroles @> ARRAY['otzyv_app'::regrole::oid] OR p.polroles = '{0}')
      AND pg_get_expr(p.polqual, t.oid) = format('(%s = ( SELECT current_branch() AS current_branch))', t.tenant_column)
      AND coalesce(pg_get_expr(p.polwithcheck, t.oid), pg_get_expr(p.polqual, t.oid)) = pg_get_expr(p.polqual, t.oid))
  UNION ALL SELECT relname, 'no index leads with the branch' FROM tenants t WHERE NOT EXISTS (
    SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisvalid AND i.indkey[0] = t.tenant_number)
  UNION ALL SELECT relname, 'the relay may touch it' FROM tenants t
    WHERE has_table_privilege('otzyv_relay', t.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
      OR has_any_column_privilege('otzyv_relay', t.oid, 'SELECT, INSERT, UPDATE')
  UNION ALL SELECT relname, 'otzyv_app may truncate it' FROM tenants t WHERE has_table_privilege('otzyv_app', t.oid, 'TRUNCATE')`;

/** $1: global tables, $2: global unique indexes, $3: tables that tenant rows may refer to. */
export const KEY_FAULTS = `
  WITH ${tenants}
  SELECT t.relname AS object, 'has no primary key' AS fault FROM tenants t
    WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary)
  UNION ALL SELECT i.indexrelid::regclass::text, 'a unique key that does not lead with the branch'
    FROM tenants t JOIN pg_index i ON i.indrelid = t.oid
    WHERE i.indisunique AND i.indkey[0] <> t.tenant_number AND i.indexrelid::regclass::text <> ALL ($2)
      AND t.relname <> 'branches'
  UNION ALL SELECT t.relname || '.' || f.conname, 'a foreign key that does not lead with the branch'
    FROM tenants t JOIN pg_constraint f ON f.conrelid = t.oid AND f.contype = 'f'
    JOIN pg_class target ON target.oid = f.confrelid LEFT JOIN tenants o ON o.oid = f.confrelid
    WHERE t.relname <> 'branches' AND target.relname <> ALL ($3)
      AND (o.oid IS NULL OR f.conkey[1] <> t.tenant_number OR f.confkey[1] <> o.tenant_number)
  UNION ALL SELECT c.relname || '.' || f.conname, 'a table of no branch refers to a branch''s rows'
    FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN tenants o ON o.oid = f.confrelid
    WHERE f.contype = 'f' AND c.relname = ANY ($1)`;

/** $1: global tables, $2: tables with other family restrictions. */
export const FAMILY_FAULTS = `
  WITH ${tenants}
  SELECT t.relname AS object, 'hangs from a family without a restrictive family policy' AS fault FROM tenants t
    WHERE (t.relname = 'families' OR EXISTS (SELECT FROM pg_attribute a
        WHERE a.attrelid = t.oid AND a.attname = 'family_id' AND NOT a.attisdropped))
      AND t.relname <> ALL ($2)
      AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND NOT p.polpermissive AND p.polcmd = '*'
        AND p.polroles @> ARRAY['otzyv_app'::regrole::oid]
        AND pg_get_expr(p.polqual, t.oid) LIKE '%current_reach()%my_assigned_families%'
        AND pg_get_expr(p.polwithcheck, t.oid) = pg_get_expr(p.polqual, t.oid))`;

export const ROLE_FAULTS = `
  WITH runtime AS (SELECT * FROM pg_roles WHERE rolname IN ('otzyv_app', 'otzyv_relay')),
    ours AS (SELECT * FROM pg_roles WHERE rolname IN ('otzyv_app', 'otzyv_relay', 'otzyv_gateway', 'otzyv_owner'))
  SELECT rolname::text AS object, 'may do more than use the database' AS fault FROM ours
    WHERE rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
  UNION ALL SELECT rolname, 'can log in' FROM ours WHERE rolcanlogin AND rolname IN ('otzyv_gateway', 'otzyv_owner')
  UNION ALL SELECT r.rolname, 'is a member of ' || m.roleid::regrole FROM runtime r JOIN pg_auth_members m ON m.member = r.oid
  UNION ALL SELECT r.rolname, 'owns ' || c.relname FROM runtime r JOIN pg_class c ON c.relowner = r.oid
  UNION ALL SELECT r.rolname, 'owns function ' || p.proname FROM runtime r JOIN pg_proc p ON p.proowner = r.oid
  UNION ALL SELECT r.rolname, 'owns schema ' || n.nspname FROM runtime r JOIN pg_namespace n ON n.nspowner = r.oid
  UNION ALL SELECT r.rolname, 'may create in schema public' FROM runtime r WHERE has_schema_privilege(r.oid, 'public', 'CREATE')
  UNION ALL SELECT r.rolname, 'may create schemas' FROM runtime r WHERE has_database_privilege(r.oid, current_database(), 'CREATE')
  UNION ALL SELECT 'otzyv_gateway', 'owns the table ' || c.relname FROM pg_class c
    WHERE c.relowner = 'otzyv_gateway'::regrole AND c.relkind IN ('r', 'p', 'v', 'm')`;

/** $1: definer functions of other owners. */
export const FUNCTION_FAULTS = `
  WITH definers AS (SELECT * FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef)
  SELECT oid::regprocedure::text AS object, 'does not pin search_path' AS fault FROM definers
    WHERE NOT coalesce(proconfig, '{}') && ARRAY['search_path=pg_catalog, public, pg_temp', 'search_path=pg_catalog, pg_temp']
  UNION ALL SELECT oid::regprocedure::text, 'is not owned by the gateway' FROM definers
    WHERE proowner <> 'otzyv_gateway'::regrole AND proname <> ALL ($1)
  UNION ALL SELECT oid::regprocedure::text, 'may be called by everybody' FROM definers
    WHERE proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) a WHERE a.grantee = 0)`;

export const VIEW_FAULTS = `
  SELECT relname AS object, CASE relkind WHEN 'm' THEN 'a materialised view knows no policies'
      ELSE 'is no security_invoker view' END AS fault
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
      AND (relkind IN ('m', 'f') OR (relkind = 'v' AND NOT coalesce(reloptions, '{}') && ARRAY['security_invoker=true', 'security_invoker=on']))`;

export const COUNTS = `
  WITH ${tenants}
  SELECT (SELECT count(*)::int FROM tenants) AS tables,
    (SELECT count(*)::int FROM pg_policy p JOIN tenants t ON t.oid = p.polrelid) AS policies,
    (SELECT count(*)::int FROM pg_index i JOIN tenants t ON t.oid = i.indrelid) AS indexes,
    (SELECT count(*)::int FROM pg_constraint f JOIN tenants t ON t.oid = f.conrelid WHERE f.contype = 'f') AS "foreignKeys",
    (SELECT count(*)::int FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef) AS definers`;
