import type { PipeTransform } from '@nestjs/common';
import { notFound } from '#kernel';

/** A place in a list that is no number names nothing, so it is answered like an absent one. */
export const partOrNotFound: PipeTransform<unknown, number> = {
  transform(value) {
    if (typeof value !== 'string' || !/^[1-9]\d{0,5}$/.test(value)) throw notFound();
    return Number(value);
  },
};
