/**
 * The conventions of the HTTP door: contracts, refusals, pages, versions, repeats, uploads, request ids, OpenAPI.
 * Knows no feature, no role and no table but the one of idempotency keys; never decides who may do what (`#access`).
 *
 * A contract (`notes.contract.ts`) is zod and ISO strings; strict on the way in:
 *
 *     export const noteSchema = z.object({ id: idSchema, version: versionSchema, text: z.string() });
 *     export class NoteAnswer extends dto(noteSchema) {}
 *     export class NotePage extends dto(pageOf(noteSchema)) {}
 *     export class WriteNoteBody extends dto(z.strictObject({ text: z.string().min(1).max(4000) })) {}
 *     export class ListNotesQuery extends dto(
 *       listQuery({ sorts: ['-createdAt', 'createdAt'], filters: { kind: anyOf(z.enum(['call', 'visit'])) } }),
 *     ) {}
 *
 * A controller is decorators and one call a route:
 *
 *     @ApiTags('notes')
 *     @Controller('v1/branches/:branch/notes')
 *     export class NotesController {
 *       constructor(private readonly notes: NotesService) {}
 *
 *       @Get()
 *       @Requires('families.read')
 *       @ZodResponse({ status: 200, type: NotePage, description: 'A page of notes' })
 *       list(@By() by: Principal, @Query() query: ListNotesQuery) {
 *         return this.notes.list(by, query);
 *       }
 *
 *       @Post()
 *       @Requires('families.update')
 *       @Idempotent()
 *       @ZodResponse({ status: 201, type: NoteAnswer, description: 'The written note' })
 *       write(@By() by: Principal, @Body() body: WriteNoteBody) {
 *         return this.notes.write(by, body);
 *       }
 *
 *       @Patch(':note')
 *       @Requires('families.update')
 *       @ZodResponse({ status: 200, type: NoteAnswer, description: 'The changed note' })
 *       change(
 *         @By() by: Principal, @IdParam('note') note: string, @IfMatch() version: number, @Body() body: WriteNoteBody,
 *       ) {
 *         return this.notes.change(by, note, version, body);
 *       }
 *     }
 *
 * The branch is entered already: a service only calls `Database.transaction`. Expected failures are `Problem`s of the
 * feature's own `defineProblems` table; `notFound()` for absent and foreign alike; `versionMismatch()` when an
 * `UPDATE … WHERE version = $n` meets no row. An answer with a `version` gets its ETag by itself. `@Body()` and
 * `@Query()` must be typed with a `dto(...)` class: the pipe throws on anything else.
 */
export { ZodResponse } from 'nestjs-zod';
export { BareForm } from './bare-form.decorator.ts';
export { Download, download } from './download.ts';
export { dto, instantSchema, pageOf, rule, versionSchema } from './contract.ts';
export { fastifyAdapter, prepareServer } from './fastify-server.ts';
export { fieldErrors } from './field-errors.ts';
export { HttpModule } from './http.module.ts';
export { httpProblems, versionMismatch } from './http.problems.ts';
export { IdParam } from './id-param.decorator.ts';
export { Idempotent, type IdempotentOptions } from './idempotent.decorator.ts';
export { IfMatch } from './if-match.decorator.ts';
export { anyOf, flag, listQuery, sortOf } from './list-query.ts';
export { loggingModule } from './logging.module.ts';
export { openApiDocument, serveDocs } from './open-api.ts';
export { problemSchema } from './problem-body.ts';
export { type GateOptions, ServerGate } from './server-gate.ts';
export { type IncomingFile, Upload } from './upload.decorator.ts';
