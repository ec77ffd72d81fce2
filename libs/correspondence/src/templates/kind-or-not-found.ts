import type { PipeTransform } from '@nestjs/common';
import type { LetterKind } from '#documents';
import { notFound } from '#kernel';
import { templateKindSchema } from './letter-templates.contract.ts';

/** A kind of letter from the path; what is none is answered like what is absent. */
export const kindOrNotFound: PipeTransform<unknown, LetterKind> = {
  transform(value) {
    const kind = templateKindSchema.safeParse(value);
    if (!kind.success) throw notFound();
    return kind.data;
  },
};
