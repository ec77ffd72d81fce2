import { type DynamicModule, Module } from '@nestjs/common';
import { AuditEntriesRepository } from './audit-entries.repository.ts';
import { AuditExport } from './audit-export.ts';
import { AuditHeads } from './audit-heads.ts';
import { AuditReader } from './audit-reader.ts';
import { Audit } from './audit.ts';

@Module({})
export class AuditModule {
  static forRoot(): DynamicModule {
    return {
      module: AuditModule,
      global: true,
      providers: [Audit, AuditReader, AuditExport, AuditHeads, AuditEntriesRepository],
      exports: [Audit, AuditReader, AuditExport, AuditHeads],
    };
  }
}
