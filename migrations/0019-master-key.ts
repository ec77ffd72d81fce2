import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Makes the data independent of the bytes of the master key: which key they are under is named by its fingerprint, and
 * the keys of the system itself are stored, wrapped by it.
 */
export class MasterKey1700000000019 implements MigrationInterface {
  name = 'MasterKey1700000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE master_key (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        -- Null: the data were there before the keys of the system were stored; migrate derives and stores them once.
        fingerprint text,
        since timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE platform_keys (
        name text PRIMARY KEY,
        wrapped bytea NOT NULL
      );
      GRANT SELECT ON master_key, platform_keys TO otzyv_app;
      GRANT SELECT, INSERT ON master_key, platform_keys TO otzyv_gateway;

      -- The owner is bound by the policies too, and must see every branch this once.
      ALTER TABLE branches NO FORCE ROW LEVEL SECURITY;
      INSERT INTO master_key (fingerprint) SELECT NULL WHERE EXISTS (SELECT FROM people) OR EXISTS (SELECT FROM branches);
      INSERT INTO platform_keys (name, wrapped)
        SELECT name, '' FROM (
          SELECT unnest(ARRAY['platform 1', 'index', 'index platform']) UNION ALL SELECT 'index ' || id FROM branches
        ) AS old (name) WHERE EXISTS (SELECT FROM master_key);
      ALTER TABLE branches FORCE ROW LEVEL SECURITY;

      -- The first process of a new system stores its keys; whoever comes later changes nothing.
      CREATE FUNCTION found_platform_keys(p_fingerprint text, p_names text[], p_wrapped bytea[]) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        INSERT INTO master_key (fingerprint) VALUES (p_fingerprint) ON CONFLICT DO NOTHING;
        IF FOUND THEN
          INSERT INTO platform_keys (name, wrapped) SELECT * FROM unnest(p_names, p_wrapped);
        END IF;
      END $$;
      ALTER FUNCTION found_platform_keys(text, text[], bytea[]) OWNER TO otzyv_gateway;
      REVOKE ALL ON FUNCTION found_platform_keys(text, text[], bytea[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION found_platform_keys(text, text[], bytea[]) TO otzyv_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION found_platform_keys(text, text[], bytea[]);
      DROP TABLE platform_keys, master_key;
    `);
  }
}
