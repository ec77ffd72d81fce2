import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { ApiCreatedResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { SignedIn } from '#access';
import { dto } from '#http';
import { kernelProblems, Problem } from '#kernel';
import { type PolicyRow, row } from '../../isolation/policy-row.ts';

class NoteBody extends dto(z.strictObject({ text: z.string().max(100) })) {}
class NoteAnswer extends dto(z.object({ length: z.int() })) {}

/** Each stands for a mistake that somebody could make; none is part of the product. */
@Controller('v1/careless')
class CarelessController {
  @Post('defect')
  @SignedIn()
  @ApiCreatedResponse({ type: NoteAnswer })
  defect(@Body() { text }: NoteBody) {
    return { length: decodeURIComponent(text.length === 7 ? text : '%').length };
  }

  @Post('undescribed-body')
  @SignedIn()
  @ApiCreatedResponse({ type: NoteAnswer })
  undescribedBody(@Body() { text }: NoteBody) {
    return { length: String(text.length) };
  }

  @Post('undescribed-status')
  @SignedIn()
  @HttpCode(202)
  @ApiCreatedResponse({ type: NoteAnswer })
  undescribedStatus(@Body() { text }: NoteBody) {
    return { length: text.length };
  }

  @Post('silent-refusal')
  @SignedIn()
  @ApiCreatedResponse({ type: NoteAnswer })
  silentRefusal(@Body() { text }: NoteBody) {
    if (text.length !== 7) throw new Problem(kernelProblems.validation);
    return { length: text.length };
  }

  @Post('wrong-field')
  @SignedIn()
  @ApiCreatedResponse({ type: NoteAnswer })
  wrongField(@Body() { text }: NoteBody) {
    if (text.length !== 7) throw new Problem(kernelProblems.validation, { pointer: '/other' });
    return { length: text.length };
  }
}

@Module({ controllers: [CarelessController] })
export class CarelessModule {}

const noted: PolicyRow = row('a sign-in', 'nothing', { body: () => ({ text: 'Заметка' }) });

export const careless: Readonly<Record<string, { readonly mistake: string; readonly row: PolicyRow }>> = {
  'POST /v1/careless/defect': { mistake: 'a text that makes the handler throw', row: noted },
  'POST /v1/careless/undescribed-body': { mistake: 'an answer of another shape', row: noted },
  'POST /v1/careless/undescribed-status': { mistake: 'a status that nobody described', row: noted },
  'POST /v1/careless/silent-refusal': { mistake: 'a refusal that names no field', row: noted },
  'POST /v1/careless/wrong-field': { mistake: 'a refusal that blames another field', row: noted },
};
