import type { Merge, RawRow } from '../reading/thread-answers.ts';

/** Cells merged over several rows: only the first holds the value, but people mean it for all of them. */
export class MergedCells {
  readonly any: boolean;
  readonly #starting = new Map<number, Merge[]>();
  #open: { readonly column: number; readonly last: number; readonly value: string }[] = [];

  constructor(merges: readonly Merge[]) {
    const tall = merges.filter(([top, , bottom]) => bottom > top);
    this.any = tall.length > 0;
    for (const merge of tall) {
      const list = this.#starting.get(merge[0]);
      if (list === undefined) this.#starting.set(merge[0], [merge]);
      else list.push(merge);
    }
  }

  /** Rows must come in their order. */
  fillDown({ line, cells }: RawRow): readonly string[] {
    if (!this.any) return cells;
    this.#open = this.#open.filter(({ last }) => last >= line);
    const filled = [...cells];
    for (const { column, value } of this.#open) {
      while (filled.length < column) filled.push('');
      if ((filled[column] ?? '') === '') filled[column] = value;
    }
    for (const [, column, last] of this.#starting.get(line) ?? []) {
      const value = cells[column] ?? '';
      if (value !== '') this.#open.push({ column, last, value });
    }
    return filled;
  }
}
