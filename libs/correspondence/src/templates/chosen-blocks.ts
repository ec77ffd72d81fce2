import { Problem } from '#kernel';
import type { Wording } from './letter-templates.contract.ts';
import { templateProblems } from './template.problems.ts';

/** Every block of the wording with whether it stands in this letter. @throws Problem correspondence.block-unknown. */
export function chosenBlocks(
  { blocks }: Pick<Wording, 'blocks'>,
  chosen: Readonly<Record<string, boolean>>,
): Record<string, boolean> {
  for (const code of Object.keys(chosen)) {
    if (blocks.some((block) => block.code === code)) continue;
    throw new Problem(templateProblems.blockUnknown, { pointer: `/blocks/${code}` });
  }
  return Object.fromEntries(blocks.map(({ code, on }) => [code, chosen[code] ?? on]));
}
