/**
 * The append-only, hash-chained log of each branch: writing it with the change itself, reading it, proving it whole.
 * Never holds a name, an address or a text, and has no way to change an entry.
 */
export { AuditAnchors, type Head, type ReadAnchors } from './audit-anchors.ts';
export type { AuditEntry, AuditFilter } from './audit-entry.ts';
export type { AuditRecord } from './audit-record.ts';
export { AuditExport } from './audit-export.ts';
export { AuditEntriesRepository } from './audit-entries.repository.ts';
export { AuditHeads } from './audit-heads.ts';
export { AuditReader } from './audit-reader.ts';
export { Audit } from './audit.ts';
export { AuditModule } from './audit.module.ts';
export type { ChainFault, FirstBad } from './chain-check.ts';
export { verifyAllAuditChains } from './verify-all-audit-chains.ts';
export { type ChainReport, verifyAuditChain, verifyChain } from './verify-audit-chain.ts';
export { type FileReport, verifyAuditFile } from './verify-audit-file.ts';
