import type { LetterInputs } from '#documents';
import { exampleLetters } from '../../../libs/documents/src/letters/example-letters.ts';

const WORDS =
  'заявление представителя оператора обработка данных согласие отзыв ребёнка школы системы срок ответ требование письмо ' +
  'уведомление получено направлено директора приложение основание закон статьи части порядок учреждение сведения перечень';
const words = WORDS.split(' ');

/** A stream of numbers that is the same in every run (Lehmer, modulus 2^31 - 1). */
function stream(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647);
}

function sentence(next: () => number, length: number): string {
  const chosen = Array.from(
    { length },
    () => `${words[next() % words.length] ?? ''}${next() % 9 === 0 ? ` ${next() % 999}` : ''}`,
  );
  return `${chosen.join(' ')}.`;
}

/** A statement of two pages no paragraph of which is in another letter: nothing that was laid out once helps the next. */
export function variedLetter(seed: number): LetterInputs['statement'] {
  const next = stream(seed);
  const { demands, ...rest } = exampleLetters.statement;
  return {
    ...rest,
    caseNumber: `ПРМ-2026-${String(seed).padStart(6, '0')}`,
    school: { ...rest.school, name: `Школа ${sentence(next, 5)}`, shortName: `Школа № ${seed}` },
    demands: demands.slice(0, 3).map((demand) => ({ ...demand, systems: [sentence(next, 4), sentence(next, 4)] })),
    reservation: false,
    clauses: Array.from({ length: 6 }, () => sentence(next, 28)),
  };
}
