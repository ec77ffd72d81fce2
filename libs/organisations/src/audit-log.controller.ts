import { Readable } from 'node:stream';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires, StepUp } from '#access';
import { AuditExport, AuditReader, verifyAuditChain } from '#audit';
import { Database } from '#database';
import { Download, ZodResponse } from '#http';
import { AuditChainAnswer, AuditEntryPage, ExportAuditQuery, ListAuditEntriesQuery } from './audit-log.contract.ts';

/** The branch's own log: who did what, without a name or a text in it. */
@ApiTags('audit')
@Controller('v1/branches/:branch')
export class AuditLogController {
  constructor(
    private readonly reader: AuditReader,
    private readonly exports: AuditExport,
    private readonly database: Database,
  ) {}

  @Get('audit-entries')
  @Requires('audit.read')
  @ZodResponse({ status: 200, type: AuditEntryPage, description: 'A page of the log, the newest first' })
  async list(@Query() { from, to, ...query }: ListAuditEntriesQuery) {
    const filter = { ...query, from: instantOf(from), to: instantOf(to) };
    const page = await this.reader.list(filter, query);
    return { ...page, items: page.items.map((entry) => ({ ...entry, at: entry.at.toISOString() })) };
  }

  /** The whole log, or what the filters let through; can be verified by `otzyv verify-audit --file`. */
  @Get('audit/export')
  @Requires('audit.read')
  @StepUp()
  @Download('application/jsonl', 'The log as lines of JSON, the oldest entry first; the last line carries the head')
  async export(@By() by: Principal, @Query() { from, to, ...query }: ExportAuditQuery) {
    const pieces = await this.exports.begin(by, { ...query, from: instantOf(from), to: instantOf(to) });
    return new StreamableFile(Readable.from(pieces, { objectMode: false, highWaterMark: 1 }), {
      type: 'application/jsonl',
      disposition: `attachment; filename="audit-${by.branchId}.jsonl"`,
    });
  }

  @Get('audit-chain')
  @Requires('audit.read')
  @ZodResponse({ status: 200, type: AuditChainAnswer, description: 'The chain recomputed from its first entry' })
  async verify(@By() { branchId }: Principal) {
    const { entries, intact, firstBad } = await verifyAuditChain(this.database, branchId);
    return { branchId, entries, intact, firstBad: firstBad ?? null };
  }
}

function instantOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
