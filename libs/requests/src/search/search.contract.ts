import { z } from 'zod';
import { FAMILY_MATCHES, familySummarySchema } from '#families';
import { dto, pageOf, rule } from '#http';
import { authoritySchema } from '#schools';
import { foldWords } from '#vault';
import { requestSummarySchema } from '../requests.contract.ts';

export const searchKinds = ['families', 'requests', 'authorities'] as const;
export type SearchKind = (typeof searchKinds)[number];

export const requestMatchSchema = z.enum(['case-number', 'family', 'addressee']);
export type RequestMatch = z.infer<typeof requestMatchSchema>;

const LONGEST = 200;
const MOST_WORDS = 8;

/** What a person types. At least one word of two letters, or a figure. */
const searchText = z
  .string()
  .trim()
  .refine(
    (text) => text.length <= LONGEST,
    rule('search-too-long', {
      ru: 'Слишком длинный запрос. Оставьте самое важное: фамилию, номер или школу.',
      en: 'The query is too long. Leave what matters: a surname, a number or a school.',
    }),
  )
  .refine(
    (text) => foldWords(text).length > 0,
    rule('search-empty', {
      ru: 'В запросе нет ни букв, ни цифр. Введите фамилию, телефон, номер дела или школу.',
      en: 'There is neither a letter nor a figure in the query. Type a surname, a telephone, a case number or a school.',
    }),
  )
  .refine(
    (text) => foldWords(text).length === 0 || foldWords(text).some((word) => /^\d|../u.test(word)),
    rule('search-too-short', {
      ru: 'Введите хотя бы две буквы.',
      en: 'Type two letters at least.',
    }),
  )
  .refine(
    (text) => foldWords(text).length <= MOST_WORDS,
    rule('search-too-many-words', {
      ru: `В запросе больше ${MOST_WORDS} слов. Оставьте самые редкие из них.`,
      en: `There are more than ${MOST_WORDS} words in the query. Leave the rarest of them.`,
    }),
  )
  .meta({ example: 'школа 14 казань' });

export class SearchBody extends dto(
  z
    .strictObject({
      q: searchText,
      /** Left out: whatever the role may read. */
      kinds: z.array(z.enum(searchKinds)).min(1).max(searchKinds.length).optional(),
      limit: z.int().min(1).max(50).default(10),
      /** Of the one kind that is asked for. */
      cursor: z.string().max(500).optional(),
    })
    .refine(({ cursor, kinds }) => cursor === undefined || kinds?.length === 1, {
      path: ['cursor'],
      ...rule('search-cursor-of-one-kind', {
        ru: 'Продолжить можно один вид результатов: назовите его в kinds.',
        en: 'Only one kind of results can be gone on with: name it in kinds.',
      }),
    }),
) {}

export const foundFamilySchema = familySummarySchema.extend({ match: z.enum(FAMILY_MATCHES) });
export const foundRequestSchema = requestSummarySchema.extend({ match: requestMatchSchema });
export type FoundRequest = z.infer<typeof foundRequestSchema>;

/** The best first in each kind; null for a kind that was not asked for, or that the role may not read. */
export const searchAnswerSchema = z.object({
  families: pageOf(foundFamilySchema).nullable(),
  requests: pageOf(foundRequestSchema).nullable(),
  authorities: pageOf(authoritySchema).nullable(),
});
export type SearchResult = z.infer<typeof searchAnswerSchema>;

export class SearchAnswer extends dto(searchAnswerSchema) {}
