import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The language that a person reads mail in, where it is known; a mail that names none takes the branch's. */
export class MailLanguages1700000000044 implements MigrationInterface {
  name = 'MailLanguages1700000000044';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE people ADD COLUMN language text CHECK (language IN ('ru', 'en'));
      GRANT UPDATE (language) ON people TO otzyv_gateway;
      ALTER TABLE invitations ALTER COLUMN language DROP NOT NULL;
      ALTER TABLE password_resets ALTER COLUMN language DROP NOT NULL;
      ${CARD('language text', 'language')}
      ${LANGUAGES}
      ${APP.map((one) => `${owned(one)} GRANT EXECUTE ON FUNCTION ${one} TO otzyv_app;`).join('\n')}
      ${owned('keep_invited_language()')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER invitations_language ON invitations;
      DROP FUNCTION keep_invited_language(), choose_language(uuid, text), language_of_address(bytea);
      ${CARD('', '')}
      ${owned('person_card(uuid)')} GRANT EXECUTE ON FUNCTION person_card(uuid) TO otzyv_app;
      ALTER TABLE invitations NO FORCE ROW LEVEL SECURITY;
      UPDATE invitations SET language = 'ru' WHERE language IS NULL;
      ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
      UPDATE password_resets SET language = 'ru' WHERE language IS NULL;
      ALTER TABLE invitations ALTER COLUMN language SET NOT NULL;
      ALTER TABLE password_resets ALTER COLUMN language SET NOT NULL;
      ALTER TABLE people DROP COLUMN language;
    `);
  }
}

const APP = ['person_card(uuid)', 'choose_language(uuid, text)', 'language_of_address(bytea)'];
const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

function owned(signature: string): string {
  return `ALTER FUNCTION ${signature} OWNER TO otzyv_gateway; REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;`;
}

function CARD(column: string, value: string): string {
  const comma = column === '' ? '' : ', ';
  return `
    DROP FUNCTION person_card(uuid);
    CREATE FUNCTION person_card(p_person uuid) RETURNS TABLE (email bytea, name bytea${comma}${column})
      LANGUAGE sql STABLE ${DEFINER} AS $$
      SELECT email_sealed, name_sealed${comma}${value} FROM people WHERE id = p_person AND disabled_at IS NULL;
    $$;`;
}

const LANGUAGES = `
  CREATE FUNCTION choose_language(p_person uuid, p_language text) RETURNS void LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE people SET language = p_language WHERE id = p_person AND language IS DISTINCT FROM p_language;
    IF FOUND THEN
      PERFORM note_account(p_person, 'account.choose-language', NULL, jsonb_build_object('language', p_language));
    END IF;
  END $$;

  -- For the mail to somebody who is invited to one more branch.
  CREATE FUNCTION language_of_address(p_email_index bytea) RETURNS text LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT language FROM people WHERE email_index = p_email_index AND disabled_at IS NULL;
  $$;

  -- Whoever invites knows whom: the language that they named is the first that is known of a new person.
  CREATE FUNCTION keep_invited_language() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE people SET language = NEW.language WHERE id = NEW.accepted_by AND language IS NULL;
    RETURN NULL;
  END $$;
  CREATE TRIGGER invitations_language AFTER UPDATE OF accepted_at ON invitations FOR EACH ROW
    WHEN (OLD.accepted_at IS NULL AND NEW.accepted_at IS NOT NULL AND NEW.language IS NOT NULL)
    EXECUTE FUNCTION keep_invited_language();
`;
