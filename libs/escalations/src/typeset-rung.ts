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

/** Which wording a rung is written with. */
export function rungWording(step: string) {
  if (step === 'reminder') return 'repeated-demand';
  if (step === 'founder') return 'complaint-founder';
  return step === 'prosecutor' ? 'complaint-prosecutor' : 'complaint';
}

/** The letter of one rung: who is complained to decides the grounds and what is asked for. */
export async function typesetRung(
  renderer: LetterRenderer,
  step: string,
  material: ComplaintMaterial,
  evidence: readonly EvidenceFile[],
  options: RenderOptions,
): Promise<RungLetter> {
  const kind = rungWording(step);
  if (kind === 'repeated-demand') {
    const letter = await renderer.render(kind, repeatedDemandOf(material, evidence), options);
    return { ...letter, kind: 'repeated_demand', title: 'Повторное требование' };
  }
  const letter = await renderer.render(kind, complaintOf(material, evidence), options);
  return { ...letter, kind: 'complaint', title: 'Жалоба' };
}
