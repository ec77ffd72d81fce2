/**
 * Keeps files: encrypted blobs on disk or in S3, and the row that says what each was when it came in.
 * Never trusts a name for a type, never writes a blob inside a transaction, never decides who may read.
 */
export type { BlobStore } from './blob-store.ts';
export { DiskBlobs } from './disk-blobs.ts';
export { fileProblems } from './file.problems.ts';
export { FilesErasure } from './files-erasure.service.ts';
export { FilesResealing } from './files-resealing.service.ts';
export { FilesModule } from './files.module.ts';
export { FilesRepository } from './files.repository.ts';
export { Files, MAX_FILE_BYTES } from './files.service.ts';
export { openBlobStore } from './open-blob-store.ts';
export { resealBlobs } from './reseal-blobs.ts';
export type { FileToStore, PreparedFile, StoredFile } from './stored-file.ts';
