import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Principal, Requires } from '#access';
import { AuditReader, verifyAuditChain } from '#audit';
import { Database } from '#database';
import { ZodResponse } from '#http';
import { AuditChainAnswer, AuditEntryPage, ListAuditEntriesQuery } from './audit-log.contract.ts';

/** The branch's own log: who did what, without a name or a text in it. */
@ApiTags('audit')
@Controller('v1/branches/:branch')
export class AuditLogController {
  constructor(
    private readonly reader: AuditReader,
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
