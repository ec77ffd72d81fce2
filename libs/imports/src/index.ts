/**
 * Tables of families and schools that come in and go out: how a file is understood, what became of each of its lines, and
 * taking a whole import back. Never parses a file itself, never keeps a value of a file beside the file.
 */
export {
  checkImportJob,
  destroyExportJob,
  destroyImportJob,
  exportTableJob,
  runImportJob,
  undoImportJob,
} from './imports.jobs.ts';
export { ImportsModule } from './imports.module.ts';
export { importsProblems } from './imports.problems.ts';
export { TableFiles } from './table-files.service.ts';
