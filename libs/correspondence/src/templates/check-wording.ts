import { composeExample, documentsProblems, type LetterKind } from '#documents';
import { Problem } from '#kernel';
import type { TemplateBlock } from './letter-templates.contract.ts';
import { templateProblems } from './template.problems.ts';

/**
 * Words the sample letter with all blocks on and with all off, so that a mistake shows now and not in a letter.
 * @throws Problem correspondence.template-broken, which names the variable, tag or line at fault.
 */
export function checkWording(kind: LetterKind, wording: string, blocks: readonly TemplateBlock[]): void {
  for (const on of [true, false]) {
    try {
      composeExample(kind, { wording, blocks: Object.fromEntries(blocks.map(({ code }) => [code, on])) });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new Problem(templateProblems.broken, {
        pointer: '/wording',
        parameters: { reason: reasonOf(error) },
      });
    }
  }
}

function reasonOf(error: Problem): string {
  if (error.code === documentsProblems.wordingBroken.code) return String(error.parameters['reason']);
  return error.code;
}
