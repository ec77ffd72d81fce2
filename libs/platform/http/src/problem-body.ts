import { z } from 'zod';
import type { Locale, Localised, Problem } from '#kernel';
import { dto } from './contract.ts';

const TITLES: Readonly<Record<number, Localised>> = {
  400: { ru: 'Неверный запрос', en: 'Bad request' },
  401: { ru: 'Нужен вход', en: 'Not signed in' },
  403: { ru: 'Недостаточно прав', en: 'Not permitted' },
  404: { ru: 'Не найдено', en: 'Not found' },
  405: { ru: 'Метод не поддерживается', en: 'Method not allowed' },
  409: { ru: 'Конфликт', en: 'Conflict' },
  410: { ru: 'Больше не доступно', en: 'Gone' },
  412: { ru: 'Запись изменилась', en: 'The record has changed' },
  413: { ru: 'Слишком большой запрос', en: 'Too large' },
  415: { ru: 'Тип содержимого не поддерживается', en: 'Unsupported media type' },
  422: { ru: 'Запрос не принят', en: 'Not accepted' },
  428: { ru: 'Нужна версия записи', en: 'Version required' },
  429: { ru: 'Слишком много запросов', en: 'Too many requests' },
  500: { ru: 'Внутренняя ошибка', en: 'Internal error' },
  503: { ru: 'Сервис временно недоступен', en: 'Temporarily unavailable' },
};
const UNTITLED: Localised = { ru: 'Запрос отклонён', en: 'Refused' };

/** RFC 9457 problem details, as every refusal of every route looks. */
export const problemSchema = z.object({
  type: z.string().meta({ example: 'urn:otzyv:problem:not-found' }),
  title: z.string().describe('What kind of refusal it is, in the language of Content-Language'),
  status: z.int(),
  detail: z.string().describe('What is wrong and what to do about it'),
  instance: z.string().meta({ example: 'urn:otzyv:request:0199c2a4-7b1e-7cc2-9d0f-2a4b6c8d0e1f' }),
  code: z.string().describe('Stable; clients may branch on it').meta({ example: 'not-found' }),
  errors: z
    .array(
      z.object({
        pointer: z.string().describe('RFC 6901 pointer into the body, or ?name for a query parameter'),
        rule: z.string(),
        message: z.string(),
      }),
    )
    .describe('Present when single fields are to blame')
    .optional(),
  requestId: z.string(),
});
export class ProblemBody extends dto(problemSchema) {}

/** The problem in one language. Holds no address of the request, so that foreign and absent answer alike. */
export function problemBody(problem: Problem, locale: Locale, requestId: string): z.output<typeof problemSchema> {
  return {
    type: `urn:otzyv:problem:${problem.code}`,
    title: (TITLES[problem.status] ?? UNTITLED)[locale],
    status: problem.status,
    detail: problem.textIn(locale),
    instance: `urn:otzyv:request:${requestId}`,
    code: problem.code,
    ...(problem.errors.length > 0 && {
      errors: problem.errors.map(({ pointer, rule, message }) => ({ pointer, rule, message: message[locale] })),
    }),
    requestId,
  };
}
