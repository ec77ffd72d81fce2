import { z } from 'zod';
import { localDateSchema } from '#kernel';

const fullName = z
  .string()
  .transform((text) => text.split(/\s+/u).filter((part) => part !== ''))
  .refine((parts) => parts.length >= 2, { error: 'give surname, given name and, if there is one, patronymic' })
  .transform(([surname = '', givenName = '', ...rest]) => ({
    surname,
    givenName,
    patronymic: rest.length === 0 ? null : rest.join(' '),
  }));

/** One family of a person's own file: names in full («Иванова Мария Петровна»), days as 2015-03-12 or 12.03.2015. */
export const ownRowSchema = z.object({
  guardian: fullName,
  address: z.string().min(1),
  phone: z.string().optional(),
  child: fullName,
  birth_date: z
    .string()
    .transform((text) => text.replace(/^(\d{2})\.(\d{2})\.(\d{4})$/, '$3-$2-$1'))
    .pipe(localDateSchema),
  class: z.string().min(1),
  school: z.string().min(1),
  director: z.string().min(3),
  school_email: z.email().toLowerCase(),
});
export type OwnRow = z.output<typeof ownRowSchema>;
