import type { SealedColumn } from '#vault';

const ofFamily = { familyColumn: 'family_id' } as const;

/**
 * Every column that holds boxes of the vault, in the order of the rooms. An exchange of keys seals them again, an
 * erasure empties the family's. A test holds the list against the catalogue of the database.
 */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'people', column: 'email_sealed', place: 'email', row: 'id', owner: 'platform' },
  { table: 'people', column: 'name_sealed', place: 'name', row: 'id', owner: 'platform' },
  { table: 'sessions', column: 'client_sealed', place: 'client', row: 'id', owner: 'platform' },
  { table: 'totp_secrets', column: 'secret_sealed', place: 'secret', row: 'person_id', owner: 'platform' },
  { table: 'invitations', column: 'email_sealed', place: 'email', row: 'id', owner: 'platform' },
  { table: 'api_keys', column: 'name_sealed', place: 'name', row: 'id', owner: 'branch' },
  { table: 'inbound_mails', column: 'raw_sealed', place: 'raw', row: 'id', owner: 'platform' },
  { table: 'triage_mails', column: 'content_sealed', place: 'content', row: 'id', owner: 'branch' },
  { table: 'triage_mails', column: 'raw_sealed', place: 'raw', row: 'id', owner: 'branch' },
  { table: 'idempotency_keys', column: 'answer_sealed', place: 'answer', row: 'id', owner: 'branch' },
  { table: 'responsible_people', column: 'person_sealed', place: 'person', row: 'id', owner: 'branch' },
  { table: 'break_glass_events', column: 'reason_sealed', place: 'reason', row: 'id', owner: 'branch' },
  { table: 'files', column: 'name_sealed', place: 'name', row: 'id', owner: ofFamily },
  {
    table: 'families',
    column: 'initials_sealed',
    place: 'initials_sealed',
    row: 'id',
    owner: { familyColumn: 'id' },
  },
  {
    table: 'sealed_families',
    column: 'reason_sealed',
    place: 'reason_sealed',
    row: 'family_id',
    owner: ofFamily,
  },
  { table: 'family_assignments', column: 'reason_sealed', place: 'reason_sealed', row: 'id', owner: ofFamily },
  { table: 'guardians', column: 'personal_sealed', place: 'personal_sealed', row: 'id', owner: ofFamily },
  { table: 'children', column: 'personal_sealed', place: 'personal_sealed', row: 'id', owner: ofFamily },
  { table: 'guardian_contacts', column: 'value_sealed', place: 'value_sealed', row: 'id', owner: ofFamily },
  { table: 'family_notes', column: 'text_sealed', place: 'text_sealed', row: 'id', owner: ofFamily },
  { table: 'family_note_versions', column: 'text_sealed', place: 'text_sealed', row: 'id', owner: ofFamily },
  { table: 'imports', column: 'shape_sealed', place: 'shape', row: 'id', owner: 'branch' },
  { table: 'imports', column: 'settings_sealed', place: 'settings', row: 'id', owner: 'branch' },
  { table: 'import_schools', column: 'name_sealed', place: 'name', row: 'id', owner: 'branch' },
  { table: 'threads', column: 'reply_token_sealed', place: 'reply_token', row: 'id', owner: ofFamily },
  { table: 'messages', column: 'content_sealed', place: 'content', row: 'id', owner: ofFamily },
  {
    table: 'messages',
    column: 'registration_number_sealed',
    place: 'registration_number',
    row: 'id',
    owner: ofFamily,
  },
  { table: 'legal_holds', column: 'reason_sealed', place: 'reason', row: 'id', owner: ofFamily },
  { table: 'erasures', column: 'reason_sealed', place: 'reason', row: 'id', owner: 'branch' },
  { table: 'checklist_marks', column: 'note_sealed', place: 'note', row: 'id', owner: ofFamily },
  { table: 'requests', column: 'incoming_number_sealed', place: 'incoming_number', row: 'id', owner: ofFamily },
];
