import type { IStylesOptions } from 'docx';

/** PT Serif is not on every machine; Word then takes its own serif, and the text stays. */
export const styles: IStylesOptions = {
  default: {
    document: {
      run: { font: 'PT Serif', size: 24, language: { value: 'ru-RU' } },
      paragraph: { spacing: { line: 300 } },
    },
  },
};

/** Without the marks that only the layout of the PDF understands. */
export function plain(text: string): string {
  return text.replaceAll('\u2060', '');
}
