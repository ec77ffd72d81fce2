import { z } from 'zod';

/** Checks a data file when its module is first loaded, so that a typo stops the program and names the file and the row. */
export function dataSet<S extends z.ZodType>(file: string, schema: S, content: unknown): z.output<S> {
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw new Error(`libs/law/data/${file} is damaged:\n${z.prettifyError(parsed.error)}`);
  return deepFreeze(parsed.data);
}

/** An array schema that also refuses two rows with one key. */
export function uniqueRows<S extends z.ZodType>(row: S, keyOf: (row: z.output<S>) => string) {
  return z
    .array(row)
    .min(1)
    .superRefine((rows, context) => {
      const seen = new Set<string>();
      rows.forEach((item, index) => {
        const key = keyOf(item);
        if (seen.has(key)) context.addIssue({ code: 'custom', message: `repeated key ${key}`, path: [index] });
        seen.add(key);
      });
    });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
