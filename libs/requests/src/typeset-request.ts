import {
  composeLetter,
  type LetterPage,
  type LetterRenderer,
  type RenderedLetter,
  type RenderOptions,
} from '#documents';
import { operatorStatementOf, type StatementMaterial, statementOf } from './statement-data.ts';

/** A school is written to by its director's name; any other operator by its own. */
export function typesetRequest(
  renderer: LetterRenderer,
  material: StatementMaterial,
  options: RenderOptions,
): Promise<RenderedLetter> {
  if (material.addressee.kind === 'school') return renderer.render('statement', statementOf(material), options);
  return renderer.render('operator-statement', operatorStatementOf(material), options);
}

/** Its words in order, not set on pages. */
export function composeRequest(material: StatementMaterial, options: RenderOptions): LetterPage {
  if (material.addressee.kind === 'school') return composeLetter('statement', statementOf(material), options);
  return composeLetter('operator-statement', operatorStatementOf(material), options);
}
