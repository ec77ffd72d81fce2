import type { LetterKind } from '#correspondence';
import type { LetterRenderer, RenderedLetter, RenderOptions } from '#documents';
import type { ComplaintMaterial } from './complaint-materials.service.ts';
import { complaintOf, repeatedDemandOf } from './complaint-data.ts';
import type { EvidenceFile } from './evidence-pack.ts';

export interface RungLetter extends RenderedLetter {
  readonly kind: LetterKind;
  /** Of the file and of its line in the inventory. */
  readonly title: string;
}

const WORDINGS = {
  founder: 'complaint-founder',
  prosecutor: 'complaint-prosecutor',
} as const satisfies Readonly<Record<string, string>>;

/** The letter of one rung: who is complained to decides the grounds and what is asked for. */
export async function typesetRung(
  renderer: LetterRenderer,
  step: string,
  material: ComplaintMaterial,
  evidence: readonly EvidenceFile[],
  options: RenderOptions,
): Promise<RungLetter> {
  if (step === 'reminder') {
    const letter = await renderer.render('repeated-demand', repeatedDemandOf(material, evidence), options);
    return { ...letter, kind: 'repeated_demand', title: 'Повторное требование' };
  }
  const wording = step in WORDINGS ? WORDINGS[step as keyof typeof WORDINGS] : 'complaint';
  const letter = await renderer.render(wording, complaintOf(material, evidence), options);
  return { ...letter, kind: 'complaint', title: 'Жалоба' };
}
