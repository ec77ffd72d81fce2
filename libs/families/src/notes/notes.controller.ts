import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { Idempotent, IdParam, IfMatch, ZodResponse } from '#http';
import { ChangeNoteBody, ListNotesQuery, NoteAnswer, NotePage, NoteVersions, WriteNoteBody } from './notes.contract.ts';
import { Notes } from './notes.service.ts';

@ApiTags('families')
@Controller('v1/branches/:branch/families/:family/notes')
export class NotesController {
  constructor(private readonly notes: Notes) {}

  @Get()
  @Requires('families.read')
  @ZodResponse({ status: 200, type: NotePage, description: 'A page of the notes that the caller may see' })
  list(@IdParam('family') familyId: string, @Query() query: ListNotesQuery) {
    return this.notes.list(familyId, query);
  }

  @Post()
  @Requires('families.update')
  @Idempotent()
  @ZodResponse({ status: 201, type: NoteAnswer, description: 'The written note' })
  write(@By() by: Principal, @IdParam('family') familyId: string, @Body() body: WriteNoteBody) {
    return this.notes.write(by, familyId, body);
  }

  @Patch(':note')
  @Requires('families.update')
  @ZodResponse({ status: 200, type: NoteAnswer, description: 'The changed note; what it said before is kept' })
  change(
    @By() by: Principal,
    @IdParam('family') familyId: string,
    @IdParam('note') id: string,
    @IfMatch() version: number,
    @Body() body: ChangeNoteBody,
  ) {
    return this.notes.change(by, familyId, version, id, body);
  }

  @Get(':note/versions')
  @Requires('families.read')
  @ZodResponse({ status: 200, type: NoteVersions, description: 'What the note said before, the newest first' })
  versions(@IdParam('family') familyId: string, @IdParam('note') id: string) {
    return this.notes.versions(familyId, id);
  }

  @Delete(':note')
  @Requires('families.update')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The note is gone, and what it said before' })
  remove(@By() by: Principal, @IdParam('family') familyId: string, @IdParam('note') id: string) {
    return this.notes.remove(by, familyId, id);
  }
}
