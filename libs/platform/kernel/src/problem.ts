import type { Locale, Localised } from './locale.ts';

export type ProblemParameters = Readonly<Record<string, string | number>>;

export interface FieldError {
  /** RFC 6901 pointer into the request body, or `?name` for a query parameter. */
  readonly pointer: string;
  readonly rule: string;
  readonly message: Localised;
}

export interface ProblemDefinition {
  /** Stable, dotted, kebab-case: `requests.letter-missing`. Clients may branch on it. */
  readonly code: string;
  readonly status: number;
  /** What is wrong and what to do about it. `{name}` is filled from the parameters; never personal data. */
  readonly text: Localised;
}

/** An expected failure that a person can act on; the HTTP door turns it into RFC 9457 problem+json. */
export class Problem extends Error {
  readonly definition: ProblemDefinition;
  readonly parameters: ProblemParameters;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    definition: ProblemDefinition,
    options: {
      parameters?: ProblemParameters;
      pointer?: string;
      errors?: readonly FieldError[];
      headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(definition.code);
    this.name = 'Problem';
    this.definition = definition;
    this.parameters = options.parameters ?? {};
    this.headers = options.headers ?? {};
    const rule = definition.code.split('.').at(-1) ?? definition.code;
    this.errors =
      options.errors ??
      (options.pointer === undefined
        ? []
        : [{ pointer: options.pointer, rule, message: { ru: this.textIn('ru'), en: this.textIn('en') } }]);
  }

  get code(): string {
    return this.definition.code;
  }

  get status(): number {
    return this.definition.status;
  }

  textIn(locale: Locale): string {
    return this.definition.text[locale].replace(/\{(\w+)\}/g, (whole, name: string) =>
      String(this.parameters[name] ?? whole),
    );
  }
}

/** Declares the problems of one room in one place; the key order of the table is the order in the documentation. */
export function defineProblems<const T extends Record<string, ProblemDefinition>>(table: T): T {
  return table;
}

export const kernelProblems = defineProblems({
  notFound: {
    code: 'not-found',
    status: 404,
    text: {
      ru: 'Не найдено. Проверьте адрес: запись могла быть удалена или недоступна вам.',
      en: 'Not found. Check the address: the record may be gone or not open to you.',
    },
  },
  validation: {
    code: 'validation',
    status: 422,
    text: {
      ru: 'Запрос не прошёл проверку. Исправьте поля, перечисленные в errors.',
      en: 'The request did not pass validation. Correct the fields listed in errors.',
    },
  },
  malformedCursor: {
    code: 'page.cursor-malformed',
    status: 422,
    text: {
      ru: 'Курсор страницы повреждён или выдан для другого списка или порядка. Начните с первой страницы.',
      en: 'The page cursor is damaged or belongs to another list or order. Start from the first page.',
    },
  },
});

/** One answer for "absent" and "not yours", so that nobody can tell them apart. */
export function notFound(): Problem {
  return new Problem(kernelProblems.notFound);
}
