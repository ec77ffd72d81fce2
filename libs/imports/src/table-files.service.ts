import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Outbox } from '#outbox';
import { destroyExportJob, destroyImportJob } from './imports.jobs.ts';
import { TableFilesRepository } from './table-files.repository.ts';

/** Files of many families, for the room that erases one of them. */
@Injectable()
export class TableFiles {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly files: TableFilesRepository,
  ) {}

  /**
   * Orders the destruction of every uploaded and every exported file that still holds the family; a file cannot forget
   * one of its lines. Joins the open transaction. Resolves to how many there were.
   */
  async destroyThoseWith(familyId: string): Promise<number> {
    return this.db.transaction(async () => {
      const imports = await this.files.findImports(familyId);
      const exports = await this.files.findExports(familyId);
      for (const importId of imports) await this.outbox.enqueue(destroyImportJob, { importId });
      for (const exportId of exports) await this.outbox.enqueue(destroyExportJob, { exportId });
      return imports.length + exports.length;
    });
  }
}
