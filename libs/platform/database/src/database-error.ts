import { QueryFailedError } from 'typeorm';
import { defineProblems, notFound, Problem } from '#kernel';

export const databaseProblems = defineProblems({
  conflict: {
    code: 'database.conflict',
    status: 409,
    text: {
      ru: 'Такая запись уже есть ({constraint}). Обновите данные и проверьте, не сделано ли это уже.',
      en: 'Such a record exists already ({constraint}). Reload and see whether this was done before.',
    },
  },
  brokenReference: {
    code: 'database.reference-missing',
    status: 422,
    text: {
      ru: 'Запись ссылается на то, чего нет в этом отделении ({constraint}). Проверьте идентификаторы.',
      en: 'The record refers to something that this branch does not have ({constraint}). Check the ids.',
    },
  },
  busy: {
    code: 'database.busy',
    status: 503,
    text: {
      ru: 'База данных не успела ответить. Ничего не сохранено; повторите через несколько секунд.',
      en: 'The database did not answer in time. Nothing was saved; try again in a few seconds.',
    },
  },
});

const NOT_A_MEMBER = 'OT404';
const BUSY = new Set(['57014', '55P03', '40001', '40P01', '53300', '57P03', '57P01', '08006', '08001']);

/** Turns what PostgreSQL refused into what a person can act on; anything else passes unchanged and is a defect. */
export function databaseErrorToProblem(error: unknown): unknown {
  const { code, constraint = 'unnamed' } = driverError(error);
  const parameters = { constraint };
  if (code === NOT_A_MEMBER) return notFound();
  if (code === '23505') return new Problem(databaseProblems.conflict, { parameters });
  if (code === '23503') return new Problem(databaseProblems.brokenReference, { parameters });
  if (code !== undefined && BUSY.has(code))
    return new Problem(databaseProblems.busy, { headers: { 'retry-after': '2' } });
  return error;
}

function driverError(error: unknown): { code?: string; constraint?: string } {
  const source: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return typeof source === 'object' && source !== null ? source : {};
}
