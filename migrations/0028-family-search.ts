import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

/**
 * By what families are found: keyed tokens of names and of beginnings of names, compared for equality only, because
 * under row security nothing else uses an index. A job fills in the families that are there.
 */
export class FamilySearch1700000000028 implements MigrationInterface {
  name = 'FamilySearch1700000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE family_search_tokens (
        branch_id uuid NOT NULL DEFAULT current_branch(),
        token bigint NOT NULL,
        family_id uuid NOT NULL,
        PRIMARY KEY (branch_id, token, family_id)
      );
      CREATE INDEX family_search_tokens_family ON family_search_tokens (branch_id, family_id);
      -- Which of two words is the rarer one decides between a millisecond and a second.
      ALTER TABLE family_search_tokens ALTER COLUMN token SET STATISTICS 1000;
      ${underBranch('family_search_tokens', 'SELECT, INSERT, DELETE')}
      ${underFamily('family_search_tokens')}

      ${FIND}
      ${FORGETTING}

      ALTER TABLE outbox NO FORCE ROW LEVEL SECURITY;
      INSERT INTO outbox (branch_id, id, job, payload)
        SELECT id, gen_random_uuid(), 'families.index-names', '{"after": null}' FROM branches;
      ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER families_search_tokens ON families;
      DROP FUNCTION forget_search_tokens();
      DROP FUNCTION enter_and_find_families(uuid, uuid, bigint[], bigint[], int, uuid, int, uuid[]);
      DROP FUNCTION find_families_by_names(bigint[], bigint[], int, uuid, int, uuid[]);
      DROP TABLE family_search_tokens;
    `);
  }
}

const FIND = `
  -- Families that have all the words: rank 0 whole, rank 1 as beginnings; in each the newest first. It sees what the
  -- caller sees. A function, because its plans are kept: with all the policies, planning costs more than finding. It
  -- sets out from the rarest word. With p_authorities, only families of which a child goes to one of these schools now.
  CREATE FUNCTION find_families_by_names(p_whole bigint[], p_beginning bigint[], p_rank int, p_before uuid, p_limit int,
      p_authorities uuid[])
    RETURNS TABLE (rank int, id uuid) LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    v_branch uuid := current_branch();
    v_before uuid := coalesce(p_before, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    v_first int := 1;
    v_least int := 1000;
    v_count int;
  BEGIN
    IF cardinality(p_whole) > 1 THEN
      FOR word IN 1 .. cardinality(p_whole) LOOP
        SELECT count(*) INTO v_count FROM (SELECT FROM family_search_tokens t
          WHERE t.branch_id = v_branch AND t.token = p_beginning[word] LIMIT 300) few;
        IF v_count < v_least THEN
          v_first := word;
          v_least := v_count;
        END IF;
      END LOOP;
    END IF;
    v_count := 0;
    IF p_rank = 0 THEN
      RETURN QUERY SELECT 0, w.family_id FROM family_search_tokens w
        WHERE w.branch_id = v_branch AND w.token = p_whole[v_first] AND w.family_id < v_before
          AND NOT EXISTS (SELECT FROM unnest(p_whole) x WHERE NOT EXISTS (SELECT FROM family_search_tokens o
            WHERE o.branch_id = v_branch AND o.token = x AND o.family_id = w.family_id))
          AND (p_authorities IS NULL OR EXISTS (SELECT FROM enrolments e WHERE e.branch_id = v_branch
            AND e.family_id = w.family_id AND e.to_day IS NULL AND e.authority_id = ANY (p_authorities)))
        ORDER BY w.family_id DESC LIMIT p_limit;
      GET DIAGNOSTICS v_count = ROW_COUNT;
      v_before := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    END IF;
    IF v_count >= p_limit THEN RETURN; END IF;
    RETURN QUERY SELECT 1, b.family_id FROM family_search_tokens b
      WHERE b.branch_id = v_branch AND b.token = p_beginning[v_first] AND b.family_id < v_before
        AND NOT EXISTS (SELECT FROM unnest(p_beginning) x WHERE NOT EXISTS (SELECT FROM family_search_tokens o
          WHERE o.branch_id = v_branch AND o.token = x AND o.family_id = b.family_id))
        AND EXISTS (SELECT FROM unnest(p_whole) x WHERE NOT EXISTS (SELECT FROM family_search_tokens o
          WHERE o.branch_id = v_branch AND o.token = x AND o.family_id = b.family_id))
        AND (p_authorities IS NULL OR EXISTS (SELECT FROM enrolments e WHERE e.branch_id = v_branch
          AND e.family_id = b.family_id AND e.to_day IS NULL AND e.authority_id = ANY (p_authorities)))
      ORDER BY b.family_id DESC LIMIT p_limit - v_count;
  END $$;
  REVOKE ALL ON FUNCTION find_families_by_names(bigint[], bigint[], int, uuid, int, uuid[]) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION find_families_by_names(bigint[], bigint[], int, uuid, int, uuid[]) TO otzyv_app;

  -- The same with the way into the branch, in one statement.
  CREATE FUNCTION enter_and_find_families(p_branch uuid, p_person uuid, p_whole bigint[], p_beginning bigint[],
      p_rank int, p_before uuid, p_limit int, p_authorities uuid[])
    RETURNS TABLE (rank int, id uuid) LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    PERFORM enter_branch(p_branch, p_person);
    RETURN QUERY SELECT f.rank, f.id
      FROM find_families_by_names(p_whole, p_beginning, p_rank, p_before, p_limit, p_authorities) f;
  END $$;
  REVOKE ALL ON FUNCTION enter_and_find_families(uuid, uuid, bigint[], bigint[], int, uuid, int, uuid[]) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION enter_and_find_families(uuid, uuid, bigint[], bigint[], int, uuid, int, uuid[]) TO otzyv_app;
`;

const FORGETTING = `
  -- Tokens go with their family by a trigger over all families of a statement: a foreign key would be looked up for each of
  -- some fifty tokens of a family, half the cost of an import.
  GRANT SELECT, DELETE ON family_search_tokens TO otzyv_gateway;
  CREATE POLICY family_search_tokens_gateway ON family_search_tokens FOR ALL TO otzyv_gateway USING (true);
  CREATE FUNCTION forget_search_tokens() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    DELETE FROM family_search_tokens t USING gone WHERE t.branch_id = gone.branch_id AND t.family_id = gone.id;
    RETURN NULL;
  END $$;
  ALTER FUNCTION forget_search_tokens() OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION forget_search_tokens() FROM PUBLIC;
  CREATE TRIGGER families_search_tokens AFTER DELETE ON families REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION forget_search_tokens();
`;
