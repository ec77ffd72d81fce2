import type { DemandKind } from '#law';

/** «152-ФЗ ст. 21 ч. 5.1; ст. 7» as one line, the way a lawyer cites it. */
export function describeLegalBasis(demand: DemandKind): string {
  let act = '';
  return demand.legalBasis
    .map((citation) => {
      const parts = citation.parts.length > 0 ? ` ч. ${citation.parts.join(', ')}` : '';
      const article = citation.article === null ? '' : ` ст. ${citation.article}`;
      const named = citation.act === act ? `${article}${parts}`.trim() : `${citation.act}${article}${parts}`;
      act = citation.act;
      return named;
    })
    .join('; ');
}
