import { Injectable } from '@nestjs/common';
import { buffer } from 'node:stream/consumers';
import { permissionMissing, type Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Files } from '#files';
import { type IncomingFile, versionMismatch } from '#http';
import { cutPage, newId, type Page, Problem } from '#kernel';
import { Outbox } from '#outbox';
import { Vault } from '#vault';
import { toImport, toSummary } from './import-answer.ts';
import { fieldsOf, ImportFiles, MAX_IMPORT_BYTES } from './import-files.service.ts';
import { BRANCH, openPapers, sealSettings, sealShape } from './import-papers.ts';
import type {
  ChangeImport,
  Import,
  ImportKind,
  ImportSettings,
  ImportShape,
  ImportSource,
  ImportSummary,
  ListImports,
} from './imports.contract.ts';
import { checkImportJob, destroyImportJob } from './imports.jobs.ts';
import { importsProblems } from './imports.problems.ts';
import { type ImportRow, ImportsRepository } from './imports.repository.ts';

const SOURCES: Readonly<Record<ImportKind, readonly ImportSource[]>> = {
  families: ['guardian_in_person', 'guardian_remotely', 'guardian_document', 'guardian_form_import'],
  schools: ['licence_registry', 'own_export', 'published_list'],
};

/** Takes files in, says how they were understood, and lets a person correct that before anything is written. */
@Injectable()
export class Imports {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly storage: Files,
    private readonly files: ImportFiles,
    private readonly imports: ImportsRepository,
  ) {}

  /** @throws Problem imports.source-does-not-fit, access.permission-missing, files.*, tables.*. */
  async create(
    by: Principal,
    { kind, source }: { kind: ImportKind; source: ImportSource },
    upload: IncomingFile,
  ): Promise<Import> {
    refuseUnpermitted(by, kind);
    if (!SOURCES[kind].includes(source)) throw new Problem(importsProblems.wrongSource, { pointer: '?source' });
    const content = await buffer(upload.content);
    const { shape, settings } = await this.files.describe(content, { fileName: upload.filename, kind });
    const file = await this.storage.prepare({
      ...{ purpose: 'import', name: upload.filename, content, by, maxBytes: MAX_IMPORT_BYTES },
    });
    return this.db.transaction(async () => {
      const id = newId();
      const keyring = await this.vault.keyring([BRANCH]);
      const { id: fileId, sha256 } = await this.storage.attach(file);
      await this.imports.insert({
        ...{ id, kind, source, fileId, createdBy: by.personId },
        shapeSealed: sealShape(keyring, id, shape),
        settingsSealed: sealSettings(keyring, id, settings),
      });
      const row = await this.imports.get(id);
      await this.outbox.enqueue(checkImportJob, { importId: id, run: row.run });
      await this.outbox.enqueue(destroyImportJob, { importId: id }, { notBefore: row.destroyAfter });
      const details = { kind, source, sha256, columns: shape.columns.length };
      this.audit.record({ action: 'imports.create', by, subject: { type: 'import', id }, details });
      return toImport(row, keyring);
    });
  }

  async list(query: ListImports): Promise<Page<ImportSummary>> {
    return this.db.transaction(async () => {
      const rows = await this.imports.findPage(query);
      const page = cutPage(rows, query.limit, query.sort, ({ key, id }) => ({ key, id }));
      return { ...page, items: page.items.map(toSummary) };
    });
  }

  /** @throws Problem not-found. */
  async get(id: string): Promise<Import> {
    return this.db.transaction(async () => toImport(await this.imports.get(id), await this.vault.keyring([BRANCH])));
  }

  /**
   * Another sheet, header row, mapping or option; the file is checked anew. A new sheet or header guesses the mapping anew
   * where none is given. @throws Problem not-found, http.version-mismatch, imports.not-in-this-state, imports.column-outside.
   */
  async change(by: Principal, id: string, version: number, change: ChangeImport): Promise<Import> {
    const { row, papers } = await this.changeable(id, version);
    refuseUnpermitted(by, row.kind);
    const looksElsewhere = change.sheet !== undefined || change.header !== undefined;
    const described = looksElsewhere
      ? await this.files.describe(await this.files.content(row.fileId), {
          ...{ fileName: papers.shape.fileName, kind: row.kind },
          chosen: { ...papers.settings, mapping: undefined, ...change } as Partial<ImportSettings>,
        })
      : { shape: papers.shape, settings: { ...papers.settings, ...given(change) } };
    refuseMapping(row.kind, described.shape, described.settings);
    return this.db.transaction(async () => {
      const locked = await this.imports.lock(id);
      if (locked.version !== version) throw versionMismatch();
      const keyring = await this.vault.keyring([BRANCH]);
      const advanced = await this.imports.advance(id, {
        ...{ status: 'checking', rowsTotal: null, rowsDone: 0, position: 0, tally: {}, errorCode: null },
        shapeSealed: sealShape(keyring, id, described.shape),
        settingsSealed: sealSettings(keyring, id, described.settings),
      });
      await this.outbox.enqueue(checkImportJob, { importId: id, run: advanced.run });
      const details = { fields: Object.keys(change).join(',').slice(0, 200) };
      this.audit.record({ action: 'imports.change', by, subject: { type: 'import', id }, details });
      return toImport(advanced, keyring);
    });
  }

  private async changeable(id: string, version: number) {
    return this.db.transaction(async () => {
      const row = await this.imports.get(id);
      if (row.version !== version) throw versionMismatch();
      refuseState(row, ['checking', 'ready', 'failed']);
      return { row, papers: openPapers(await this.vault.keyring([BRANCH]), row) };
    });
  }
}

/** Importing is more than the sum: whoever may not record one family may not record thousands. */
export function refuseUnpermitted(by: Principal, kind: ImportKind): void {
  const needed = kind === 'families' ? 'families.create' : 'schools.write';
  if (!by.permissions.has(needed)) throw permissionMissing(needed);
}

/** @throws Problem imports.not-in-this-state, imports.destroyed. */
export function refuseState(row: ImportRow, allowed: readonly ImportRow['status'][]): void {
  if (row.destroyedAt !== null) throw new Problem(importsProblems.destroyed);
  if (allowed.includes(row.status)) return;
  throw new Problem(importsProblems.notNow, { parameters: { status: row.status } });
}

function refuseMapping(kind: ImportKind, shape: ImportShape, { mapping }: ImportSettings): void {
  const known = new Set(fieldsOf[kind].map(({ name }) => name));
  mapping.forEach(({ column, field }, index) => {
    if (!shape.columns.some((one) => one.index === column)) {
      throw new Problem(importsProblems.columnOutside, {
        parameters: { column },
        pointer: `/mapping/${index}/column`,
      });
    }
    if (!known.has(field)) {
      throw new Problem(importsProblems.fieldOfOtherKind, {
        parameters: { field },
        pointer: `/mapping/${index}/field`,
      });
    }
  });
}

function given(change: ChangeImport): Partial<ImportSettings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
