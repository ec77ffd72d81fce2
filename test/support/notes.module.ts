import { Body, Controller, Get, Injectable, Module, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { By, type Principal, Public, Requires } from '#access';
import { Database } from '#database';
import {
  anyOf,
  dto,
  IdParam,
  Idempotent,
  IfMatch,
  type IncomingFile,
  listQuery,
  pageOf,
  rule,
  sortOf,
  Upload,
  versionMismatch,
  versionSchema,
  ZodResponse,
} from '#http';
import { cutPage, decodeCursor, idSchema, localDateSchema, newId, notFound } from '#kernel';

/** A feature of the tests' own, as small as one can be and still use every convention of the door. */
const noteSchema = z.object({ id: idSchema, version: versionSchema, kind: z.string(), text: z.string() });
class NoteAnswer extends dto(noteSchema) {}
class NotePage extends dto(pageOf(noteSchema)) {}
class WriteNoteBody extends dto(
  z.strictObject({
    kind: z.enum(['call', 'visit']),
    text: z
      .string()
      .min(1)
      .max(100)
      .refine((text) => !text.includes('!'), rule('no-shouting', { ru: 'Не кричите.', en: 'Do not shout.' })),
    on: localDateSchema.optional(),
    with: z.array(z.strictObject({ name: z.string().min(2) })).optional(),
  }),
) {}
class ListNotesQuery extends dto(
  listQuery({ sorts: ['-id', 'id'], filters: { kind: anyOf(z.enum(['call', 'visit'])) } }),
) {}
class UploadAnswer extends dto(z.object({ bytes: z.int(), filename: z.string() })) {}

interface Note {
  id: string;
  version: number;
  kind: string;
  text: string;
}

@Injectable()
class NotesService {
  constructor(private readonly db: Database) {}

  write(body: WriteNoteBody): Promise<Note> {
    return this.db.transaction(async (tx) => {
      const note = { id: newId(), version: 1, kind: body.kind, text: body.text };
      await tx.query('INSERT INTO notes (id, kind, text) VALUES ($1, $2, $3)', [note.id, note.kind, note.text]);
      if (body.text === 'crash') throw new Error('Образцова Анна упала');
      return note;
    });
  }

  list(query: ListNotesQuery) {
    const { descending } = sortOf(query.sort);
    const after = decodeCursor(query.cursor, query.sort);
    return this.db.transaction(async (tx) => {
      const rows = await tx.query<Note[]>(
        `SELECT id, version, kind, text FROM notes
          WHERE ($1::text[] IS NULL OR kind = ANY($1)) AND ($2::uuid IS NULL OR id ${descending ? '<' : '>'} $2)
          ORDER BY id ${descending ? 'DESC' : 'ASC'} LIMIT $3`,
        [query.kind ?? null, after?.id ?? null, query.limit + 1],
      );
      return cutPage(rows, query.limit, query.sort, (row) => ({ key: row.id, id: row.id }));
    });
  }

  get(id: string): Promise<Note> {
    return this.db.transaction(async (tx) => {
      const [note] = await tx.query<Note[]>('SELECT id, version, kind, text FROM notes WHERE id = $1', [id]);
      if (note === undefined) throw notFound();
      return note;
    });
  }

  change(id: string, version: number, body: WriteNoteBody): Promise<Note> {
    return this.db.transaction(async (tx) => {
      await this.get(id);
      const [[changed]] = await tx.query<[Note[], number]>(
        `UPDATE notes SET text = $3, version = version + 1 WHERE id = $1 AND version = $2
          RETURNING id, version, kind, text`,
        [id, version, body.text],
      );
      if (changed === undefined) throw versionMismatch();
      return changed;
    });
  }
}

@ApiTags('notes')
@Controller('v1/branches/:branch/notes')
class NotesController {
  constructor(private readonly notes: NotesService) {}

  @Get()
  @Requires('families.read')
  @ZodResponse({ status: 200, type: NotePage, description: 'A page of notes' })
  list(@By() _by: Principal, @Query() query: ListNotesQuery) {
    return this.notes.list(query);
  }

  @Post()
  @Requires('families.update')
  @Idempotent()
  @ZodResponse({ status: 201, type: NoteAnswer, description: 'The written note' })
  write(@By() _by: Principal, @Body() body: WriteNoteBody) {
    return this.notes.write(body);
  }

  @Get(':note')
  @Requires('families.read')
  @ZodResponse({ status: 200, type: NoteAnswer, description: 'The note' })
  get(@IdParam('note') id: string) {
    return this.notes.get(id);
  }

  @Patch(':note')
  @Requires('families.update')
  @ZodResponse({ status: 200, type: NoteAnswer, description: 'The changed note' })
  change(@IdParam('note') id: string, @IfMatch() version: number, @Body() body: WriteNoteBody) {
    return this.notes.change(id, version, body);
  }

  @Post('file')
  @Requires('files.create')
  @ZodResponse({ status: 201, type: UploadAnswer, description: 'What arrived' })
  async upload(@Upload() file: IncomingFile) {
    let bytes = 0;
    for await (const chunk of file.content) bytes += (chunk as Buffer).length;
    return { bytes, filename: file.filename };
  }
}

/** Work that lasts until the spec lets it go: nothing depends on how fast the machine is. */
class HeldWork {
  private readonly held: (() => void)[] = [];

  hold(): Promise<void> {
    return new Promise((resolve) => this.held.push(resolve));
  }

  /** Resolves when so many requests are at work. */
  async count(wanted: number): Promise<void> {
    while (this.held.length < wanted) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  release(): void {
    for (const go of this.held.splice(0)) go();
  }
}

export const heldWork = new HeldWork();

@Controller('v1/slow')
class SlowController {
  @Get()
  @Public()
  @ZodResponse({ status: 200, type: class SlowAnswer extends dto(z.object({ done: z.boolean() })) {}, description: '' })
  async slow() {
    await heldWork.hold();
    return { done: true };
  }
}

@Module({ controllers: [NotesController, SlowController], providers: [NotesService] })
export class NotesModule {}

/** Run as the owner of the test's database before the API is asked. */
export const NOTES_TABLE = `
  CREATE TABLE notes (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    kind text NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (branch_id, id)
  );
`;
