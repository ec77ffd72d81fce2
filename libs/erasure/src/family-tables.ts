/** What an erasure does to the rows that a family has in a table. The rows themselves stay, so that counts stay true. */
export interface FamilyTable {
  readonly table: string;
  readonly familyColumn: string;
  /** As the act and the preview call it. */
  readonly title: string;
  /** `SET` clause; null: nothing in the row says who it is about. */
  readonly empty: string | null;
  /** Why the row stays. */
  readonly kept: string;
}

const COUNTED = 'обезличенная запись для статистики и журнала';

/** Every table with a family in it, in the order of the rooms; a test holds the list against the catalogue. */
export const familyTables: readonly FamilyTable[] = [
  row('families', 'Дела семей', "initials_sealed = '', status = 'closed', erased_at = app_now()", 'id'),
  row(
    'guardians',
    'Законные представители',
    "personal_sealed = '', phone_index = NULL, email_index = NULL, document_index = NULL, forms_index = NULL, holds_numbers = false",
  ),
  row('guardian_contacts', 'Контакты', "value_sealed = '', value_index = NULL"),
  row('children', 'Дети', "personal_sealed = '', birth_month = NULL, person_index = NULL, forms_index = NULL"),
  row('enrolments', 'Сведения об обучении', "class_label = ''"),
  row('consents', 'Сведения о согласиях', null),
  row('mandates', 'Доверенности', null),
  row('processing_consents', 'Согласия на обработку объединением', null),
  row('family_notes', 'Заметки', "text_sealed = ''"),
  row('family_note_versions', 'Прежние тексты заметок', "text_sealed = ''"),
  row('sealed_families', 'Причины закрытия дела от просмотра', "reason_sealed = ''"),
  row('family_assignments', 'Поручения сотрудникам', "reason_sealed = '', ended_at = coalesce(ended_at, app_now())"),
  // Under the key of the branch, so that who reviews it need not see the family: emptied, not only orphaned.
  row('break_glass_events', 'Экстренный доступ', "reason_sealed = ''"),
  row('hand_overs', 'Передачи в другое отделение', null),
  row('import_subjects', 'Загрузки из таблиц', null),
  row('table_export_families', 'Выгрузки в таблицы', null),
  row('letters', 'Письма', null),
  row(
    'threads',
    'Переписки',
    "reply_token_sealed = '', reply_token_hash = sha256(convert_to(gen_random_uuid()::text, 'UTF8'))",
  ),
  row(
    'messages',
    'Сообщения',
    "content_sealed = '', registration_number_sealed = NULL, message_id_header = NULL, return_token_hash = NULL, server_response = NULL",
  ),
  row('message_attachments', 'Вложения', null),
  row('delivery_attempts', 'Сведения об отправке', 'response = NULL'),
  row('requests', 'Обращения', 'incoming_number_sealed = NULL'),
  row('checklist_marks', 'Отметки об ответах', 'note_sealed = NULL'),
  row('request_children', 'Дети в обращениях', null),
  row('demands', 'Требования', null),
  // A clock that runs on would draft a complaint about nobody.
  row('deadlines', 'Сроки', "status = CASE status WHEN 'armed' THEN 'superseded' ELSE status END"),
  // What the erasure does is what the duty asks for.
  row('our_duties', 'Обязанности объединения', 'done_at = coalesce(done_at, app_now())'),
  row('consequence_acknowledgements', 'Ознакомления с последствиями', null),
  row('escalations', 'Жалобы', null),
  row('legal_holds', 'Запреты на уничтожение', "reason_sealed = ''"),
  row('family_exports', 'Выгрузки данных', null),
];

function row(table: string, title: string, empty: string | null, familyColumn = 'family_id'): FamilyTable {
  return { table, familyColumn, title, empty, kept: COUNTED };
}

/** What only repeats, for searching, what is sealed elsewhere: an erasure deletes the rows. */
export const derivedFamilyTables: readonly string[] = ['family_search_tokens'];

/** Tables with a family that others take care of: keys by the vault, contents by the files room, the log by nobody. */
export const otherFamilyTables: readonly string[] = [
  'vault_keys',
  'vault_key_heirs',
  'family_merges',
  'files',
  'audit_entries',
  'erasures',
];
