import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The directory of addressees. It is shared by all branches and holds public facts of institutions; a branch may
 * write the entries of its own region only.
 */
export class Schools1700000000007 implements MigrationInterface {
  name = 'Schools1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE authorities (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('school', 'operator', 'founder', 'regulator', 'prosecutor')),
        region_code text NOT NULL,
        short_name text NOT NULL,
        full_name text NOT NULL,
        inn text CHECK (inn ~ '^[0-9]{10}$'),
        ogrn text CHECK (ogrn ~ '^[0-9]{13}$'),
        postal_address text NOT NULL,
        time_zone text NOT NULL,
        head_position text,
        head_name text,
        head_gender text CHECK (head_gender IN ('male', 'female')),
        head_dative text,
        founder_id uuid REFERENCES authorities (id),
        version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        updated_at timestamptz NOT NULL DEFAULT app_now()
      );
      CREATE INDEX authorities_region ON authorities (region_code, kind, id);
      CREATE INDEX authorities_name ON authorities (lower(short_name), id);
      CREATE INDEX authorities_created ON authorities (created_at, id);
      -- A complaint is routed by region, so there may be one office to choose from.
      CREATE UNIQUE INDEX authorities_regulator ON authorities (region_code) WHERE kind = 'regulator';
      CREATE TABLE authority_emails (
        id uuid PRIMARY KEY,
        authority_id uuid NOT NULL REFERENCES authorities (id),
        address text NOT NULL CHECK (address = lower(address)),
        source text NOT NULL,
        observed_on date NOT NULL,
        quality text NOT NULL DEFAULT 'unverified' CHECK (quality IN ('verified', 'unverified', 'bouncing')),
        UNIQUE (authority_id, address)
      );

      CREATE FUNCTION current_region() RETURNS text LANGUAGE sql STABLE
        AS $$ SELECT region_code FROM public.branches WHERE id = public.current_branch() $$;
      ALTER TABLE authorities ENABLE ROW LEVEL SECURITY;
      ALTER TABLE authorities FORCE ROW LEVEL SECURITY;
      CREATE POLICY authorities_read ON authorities FOR SELECT TO otzyv_app USING (true);
      CREATE POLICY authorities_insert ON authorities FOR INSERT TO otzyv_app
        WITH CHECK (region_code = (SELECT current_region()));
      CREATE POLICY authorities_update ON authorities FOR UPDATE TO otzyv_app
        USING (region_code = (SELECT current_region())) WITH CHECK (region_code = (SELECT current_region()));
      ALTER TABLE authority_emails ENABLE ROW LEVEL SECURITY;
      ALTER TABLE authority_emails FORCE ROW LEVEL SECURITY;
      CREATE POLICY authority_emails_read ON authority_emails FOR SELECT TO otzyv_app USING (true);
      CREATE POLICY authority_emails_write ON authority_emails FOR ALL TO otzyv_app
        USING (authority_id IN (SELECT id FROM authorities WHERE region_code = (SELECT current_region())))
        WITH CHECK (authority_id IN (SELECT id FROM authorities WHERE region_code = (SELECT current_region())));
      GRANT SELECT, INSERT, UPDATE ON authorities TO otzyv_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON authority_emails TO otzyv_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE authority_emails, authorities; DROP FUNCTION current_region()');
  }
}
