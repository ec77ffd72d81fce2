import { z } from 'zod';
import { dto, flag, instantSchema, listQuery, pageOf, versionSchema } from '#http';
import { idSchema } from '#kernel';

/** `author`: nobody else; `assigned`: people whom the family is assigned to; `branch`: all who see the family. */
export const noteVisibilitySchema = z.enum(['author', 'assigned', 'branch', 'lawyers']);
export type NoteVisibility = z.output<typeof noteVisibilitySchema>;

const text = z.string().trim().min(1).max(10_000).normalize('NFC');

export const noteSchema = z.object({
  id: idSchema,
  authorId: idSchema,
  visibility: noteVisibilitySchema,
  text: z.string(),
  pinned: z.boolean(),
  version: versionSchema,
  createdAt: instantSchema,
  editedAt: instantSchema.nullable(),
});
export type Note = z.output<typeof noteSchema>;

export const writeNoteSchema = z.strictObject({
  text,
  visibility: noteVisibilitySchema.default('branch'),
  pinned: z.boolean().default(false),
});
export type WriteNote = z.output<typeof writeNoteSchema>;

export const changeNoteSchema = z.strictObject({
  text: text.optional(),
  visibility: noteVisibilitySchema.optional(),
  pinned: z.boolean().optional(),
});
export type ChangeNote = z.output<typeof changeNoteSchema>;

export const noteVersionSchema = z.object({
  version: versionSchema,
  text: z.string(),
  visibility: noteVisibilitySchema,
  replacedBy: idSchema,
  replacedAt: instantSchema,
});
export type NoteVersion = z.output<typeof noteVersionSchema>;

export const listNotesSchema = listQuery({ sorts: ['-createdAt', 'createdAt'], filters: { pinned: flag() } });
export type ListNotes = z.output<typeof listNotesSchema>;

export class WriteNoteBody extends dto(writeNoteSchema) {}
export class ChangeNoteBody extends dto(changeNoteSchema) {}
export class ListNotesQuery extends dto(listNotesSchema) {}
export class NoteAnswer extends dto(noteSchema) {}
export class NotePage extends dto(pageOf(noteSchema)) {}
export class NoteVersions extends dto(z.object({ items: z.array(noteVersionSchema).readonly() })) {}
