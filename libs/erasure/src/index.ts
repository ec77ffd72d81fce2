/**
 * What concerns a family as a whole: its portable export, its erasure with act and log, legal holds, merges, and the list of all
 * sealed columns. Never decides whether a family has a right to either, and no room imports it.
 */
export { sealedColumns } from './sealed-columns.ts';
export { cancelClosureJob, eraseBranchJob, exportBranchJob, warnOfErasureJob } from './closures/closures.jobs.ts';
export { ClosuresSweep } from './closures/closures-sweep.ts';
export { destroyFamilyJob, destroyRecordsJob, exportFamilyJob, resealFamilyJob } from './erasure.jobs.ts';
export { movedTables, stayingTables } from './merges/merged-tables.ts';
export { ErasureModule } from './erasure.module.ts';
export { RecordsSweep } from './records-sweep.ts';
export { derivedFamilyTables, familyTables, otherFamilyTables } from './family-tables.ts';
