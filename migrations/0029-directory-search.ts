import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what addressees and requests are found: words of the directory, the running number of a case, the addressee. */
export class DirectorySearch1700000000029 implements MigrationInterface {
  name = 'DirectorySearch1700000000029';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [FOLDING, WORDS, FILLING, REQUESTS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX requests_sequence, requests_authority;
      ALTER TABLE requests DROP COLUMN case_sequence;
      DROP TRIGGER authorities_search_words ON authorities;
      DROP FUNCTION index_authority(), authority_words(authorities);
      DROP TABLE authority_search_words;
      DROP FUNCTION search_words(text);
    `);
  }
}

const FOLDING = String.raw`
  -- The words of a text as searches compare them; the vault's foldWords() says why. Spelled out letter by letter, so
  -- that no locale of a server changes it.
  CREATE FUNCTION search_words(p_text text) RETURNS TABLE (word text) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH letters AS (
      SELECT translate(regexp_replace(normalize(replace(p_text, '№', ' '), NFKD), '[\u0300-\u036f]', '', 'g'),
        'ABCDEFGHIJKLMNOPQRSTUVWXYZАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯҐЄІӘӨҮҰҚҒҢҺҖґєіәөүұқғңһҗэ',
        'abcdefghijklmnopqrstuvwxyzабвгдежзиклмнопрстуфхцчшщъыьеюягеиаоуукгнхжгеиаоуукгнхже') AS text
    ), found AS (
      SELECT f.match[1] AS word, f.position FROM letters,
        regexp_matches(letters.text, '[a-zа-я]+|[0-9]+', 'g') WITH ORDINALITY f (match, position)
    ), cyrillic AS (
      SELECT position, CASE WHEN word ~ '[a-z]' AND word ~ '[а-я]'
        THEN translate(word, 'acehkmoptxyb', 'асенкмортхув') ELSE word END AS word FROM found
    ), vowels AS (
      SELECT position, regexp_replace(regexp_replace(word, '[ьъ](?=[аеиоуыюя])', 'и', 'g'), '[ьъ]', '', 'g') AS word
      FROM cyrillic
    )
    SELECT regexp_replace(regexp_replace(word, '([жшц])ы', '\1и', 'g'), '([a-zа-я])\1+', '\1', 'g')
      FROM vowels WHERE word <> '' ORDER BY position
  $$;
`;

const WORDS = `
  -- Public facts of the shared directory, as authorities itself; written by the trigger only.
  CREATE TABLE authority_search_words (
    word text COLLATE "C" NOT NULL,
    authority_id uuid NOT NULL REFERENCES authorities (id) ON DELETE CASCADE,
    -- 0: of the name or a registration number; 1: the settlement; 2: the rest of the address.
    distance smallint NOT NULL,
    PRIMARY KEY (word, authority_id),
    UNIQUE (authority_id, word) INCLUDE (distance)
  );
  ALTER TABLE authority_search_words ENABLE ROW LEVEL SECURITY;
  ALTER TABLE authority_search_words FORCE ROW LEVEL SECURITY;
  CREATE POLICY authority_search_words_read ON authority_search_words FOR SELECT TO otzyv_app USING (true);
  CREATE POLICY authority_search_words_gateway ON authority_search_words FOR ALL TO otzyv_gateway
    USING (true) WITH CHECK (true);
  GRANT SELECT ON authority_search_words TO otzyv_app;
  GRANT SELECT, INSERT, DELETE ON authority_search_words TO otzyv_gateway;
`;

const FILLING = String.raw`
  -- House numbers are left out: the figure in a query is the number of the school.
  CREATE FUNCTION authority_words(a authorities) RETURNS TABLE (word text, distance smallint)
    LANGUAGE sql IMMUTABLE AS $$
    SELECT found.word, min(found.distance)::smallint FROM (
      SELECT search_words(a.short_name || ' ' || a.full_name) AS word, 0 AS distance
      UNION ALL SELECT search_words(coalesce(a.inn, '') || ' ' || coalesce(a.ogrn, '')), 0
      UNION ALL SELECT search_words(coalesce(a.municipality, '')), 1
      UNION ALL SELECT search_words(part.text), CASE
          WHEN part.text ~* '^\s*(г|гор|город|с|село|п|пос|поселок|посёлок|пгт|д|дер|деревня|рп|ст|ст-ца|станица|аул|х|хутор|сл)[. ]'
            AND part.text !~ '[0-9]' OR part.text ~ '^\s*[А-ЯЁ][а-яё]+(-[А-Яа-яё]+)*\s*$' THEN 1 ELSE 2 END
        FROM regexp_split_to_table(a.postal_address, '[,;]') part (text)
    ) found
    WHERE length(found.word) > 1 OR found.word ~ '^[0-9]$'
    GROUP BY found.word HAVING found.word !~ '^[0-9]' OR min(found.distance) = 0
  $$;
  CREATE FUNCTION index_authority() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    DELETE FROM authority_search_words WHERE authority_id = NEW.id;
    INSERT INTO authority_search_words (word, authority_id, distance)
      SELECT word, NEW.id, distance FROM authority_words(NEW);
    RETURN NULL;
  END $$;
  ALTER FUNCTION index_authority() OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION index_authority() FROM PUBLIC;
  CREATE TRIGGER authorities_search_words
    AFTER INSERT OR UPDATE OF short_name, full_name, inn, ogrn, postal_address, municipality ON authorities
    FOR EACH ROW EXECUTE FUNCTION index_authority();

  ALTER TABLE authorities NO FORCE ROW LEVEL SECURITY;
  ALTER TABLE authority_search_words NO FORCE ROW LEVEL SECURITY;
  INSERT INTO authority_search_words (word, authority_id, distance)
    SELECT w.word, a.id, w.distance FROM authorities a, authority_words(a) w;
  ALTER TABLE authority_search_words FORCE ROW LEVEL SECURITY;
  ALTER TABLE authorities FORCE ROW LEVEL SECURITY;
`;

const REQUESTS = `
  -- «123» for «КЗН-2026-000123».
  ALTER TABLE requests ADD COLUMN case_sequence bigint
    GENERATED ALWAYS AS (substring(case_number FROM '[0-9]{1,15}$')::bigint) STORED;
  CREATE INDEX requests_sequence ON requests (branch_id, case_sequence);
  CREATE INDEX requests_authority ON requests (branch_id, authority_id, id);
`;
