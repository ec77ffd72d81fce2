import { Injectable } from '@nestjs/common';
import { buffer } from 'node:stream/consumers';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database, TenantScope } from '#database';
import { Problem } from '#kernel';
import { writeCsv, writeXlsx } from '#tables';
import { ImportRowsRepository } from './import-rows.repository.ts';
import type { RowResult } from './imports.contract.ts';
import { importsProblems } from './imports.problems.ts';
import { ImportsRepository } from './imports.repository.ts';
import { reasonText } from './reason-texts.ts';

const PAGE = 5_000;
const HEAD = ['Строка', 'Результат', 'Причины', 'Номер дела', 'Отмена', 'Коды причин'] as const;

const RESULTS: Readonly<Record<RowResult, string>> = {
  ok: 'будет добавлена',
  known: 'уже есть',
  doubt: 'нужно решение',
  bad: 'ошибка',
  created: 'добавлена',
  updated: 'дополнена',
  unchanged: 'без изменений',
  conflict: 'расхождение',
};

const UNDONE: Readonly<Record<string, string>> = {
  removed: 'удалена',
  touched: 'оставлена: с ней уже работали',
  'in-use': 'оставлена: на неё ссылаются',
  kept: 'оставлена: была и до загрузки',
};

/** What became of every line, as a table. Holds no value of the file: lines are told by their number. */
@Injectable()
export class ImportResults {
  constructor(
    private readonly db: Database,
    private readonly scope: TenantScope,
    private readonly audit: Audit,
    private readonly imports: ImportsRepository,
    private readonly rows: ImportRowsRepository,
  ) {}

  /** @throws Problem not-found, imports.destroyed. */
  async table(by: Principal, id: string, format: 'csv' | 'xlsx'): Promise<Buffer> {
    await this.db.transaction(async () => {
      const row = await this.imports.get(id);
      if (row.destroyedAt !== null) throw new Problem(importsProblems.destroyed);
      this.audit.record({ action: 'imports.results', by, subject: { type: 'import', id }, details: { format } });
    });
    const rows = this.lines(id);
    return buffer(format === 'csv' ? writeCsv(rows) : writeXlsx(rows, { sheet: 'Результат' }));
  }

  /** In the scope of the caller, whoever asks for the next row: a stream asks from where it likes. */
  private async *lines(id: string): AsyncGenerator<readonly string[]> {
    const scope = this.scope.current();
    yield HEAD;
    for (let line = 0; ;) {
      const page = await this.scope.run(scope, () => this.db.transaction(() => this.rows.findAfter(id, line, PAGE)));
      for (const row of page) {
        yield [
          String(row.line),
          RESULTS[row.result],
          row.reasons.map(reasonText).join('; '),
          row.number ?? '',
          row.undone === null ? '' : (UNDONE[row.undone] ?? row.undone),
          row.reasons.join(' '),
        ];
      }
      if (page.length < PAGE) return;
      line = page.at(-1)?.line ?? line;
    }
  }
}
