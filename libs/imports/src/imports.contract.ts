import { z } from 'zod';
import { anyOf, dto, instantSchema, listQuery, pageOf, versionSchema } from '#http';
import { idSchema, localDateSchema } from '#kernel';
import { familyFields } from './fields/family-fields.ts';
import { schoolFields } from './fields/school-fields.ts';

export const importKindSchema = z.enum(['families', 'schools']);
export type ImportKind = z.output<typeof importKindSchema>;

/**
 * Where the data come from. Families: who gave the data, as for a single family; lists of other people's children have no
 * lawful source, so there is no code for them. Schools: which published list it is.
 */
export const importSourceSchema = z.enum([
  'guardian_in_person',
  'guardian_remotely',
  'guardian_document',
  'guardian_form_import',
  'licence_registry',
  'own_export',
  'published_list',
]);
export type ImportSource = z.output<typeof importSourceSchema>;

export const importStatusSchema = z.enum([
  'checking',
  'ready',
  'running',
  'paused',
  'done',
  'cancelled',
  'failed',
  'undoing',
  'undone',
]);
export type ImportStatus = z.output<typeof importStatusSchema>;

export const rowResultSchema = z.enum(['ok', 'known', 'doubt', 'bad', 'created', 'updated', 'unchanged', 'conflict']);
export type RowResult = z.output<typeof rowResultSchema>;

const fieldNameSchema = z.enum([...familyFields, ...schoolFields].map(({ name }) => name));
const headerSchema = z.object({ first: z.int().min(1), last: z.int().min(1) });
const line = z.string().trim().min(1).max(400);

/** What a person may decide about the file. `mapping` names a field for each column that is to be read. */
const settingsShape = {
  sheet: z.string().max(100).nullable(),
  header: headerSchema.nullable(),
  mapping: z.array(z.strictObject({ column: z.int().min(0).max(16_383), field: fieldNameSchema })).max(200),
  /** Rows that had to be guessed (an ambiguous day, say) are taken as they were understood. */
  acceptDoubts: z.boolean(),
  /** For columns that the file has not. */
  defaults: z.strictObject({
    relation: z.enum(['parent', 'adopter', 'guardian', 'trustee']),
    enrolledFrom: localDateSchema.nullable(),
    postalAddress: line.nullable(),
  }),
};
export const importSettingsSchema = z.strictObject(settingsShape);
export type ImportSettings = z.output<typeof importSettingsSchema>;

const finding = z.object({
  code: z.string(),
  level: z.enum(['warning', 'error']),
  text: z.object({ ru: z.string(), en: z.string() }),
});

export const importShapeSchema = z.object({
  fileName: z.string(),
  format: z.enum(['csv', 'xlsx']),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  sheets: z.array(z.object({ name: z.string(), hidden: z.boolean() })).readonly(),
  columns: z.array(z.object({ index: z.int(), title: z.string(), samples: z.array(z.string()).readonly() })).readonly(),
  guesses: z.array(z.object({ column: z.int(), field: z.string(), score: z.number() })).readonly(),
  findings: z.array(finding).readonly(),
});
export type ImportShape = z.output<typeof importShapeSchema>;

const tallySchema = z.record(z.string(), z.int());
const progressShape = {
  status: importStatusSchema,
  /** Null while the file is being checked for the first time. */
  rowsTotal: z.int().nullable(),
  rowsDone: z.int(),
  /** How many rows came out as what. */
  tally: tallySchema,
  errorCode: z.string().nullable(),
};

export const importSummarySchema = z.object({
  id: idSchema,
  kind: importKindSchema,
  source: importSourceSchema,
  ...progressShape,
  version: versionSchema,
  createdAt: instantSchema,
  createdBy: idSchema,
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  /** From then on neither the file nor what was read in it can be seen; results by line go with it. */
  destroyAfter: instantSchema,
  destroyedAt: instantSchema.nullable(),
});
export type ImportSummary = z.output<typeof importSummarySchema>;

export const importSchema = importSummarySchema.extend({
  /** Null once destroyed. */
  shape: importShapeSchema.nullable(),
  settings: z.object(settingsShape).nullable(),
});
export type Import = z.output<typeof importSchema>;

export const importSchoolSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** `matched` by number or name; `doubt` and `unknown` wait for a person; `chosen` and `none` are a person's word. */
  decision: z.enum(['matched', 'doubt', 'unknown', 'chosen', 'none']),
  authorityId: idSchema.nullable(),
  candidates: z.array(z.object({ id: idSchema, name: z.string(), postalAddress: z.string() })).readonly(),
  rows: z.int(),
});
export type ImportSchool = z.output<typeof importSchoolSchema>;

export const importRowSchema = z.object({
  line: z.int(),
  result: rowResultSchema,
  /** `child.birthDate:date-ambiguous`: the field, then what about it. */
  reasons: z.array(z.string()).readonly(),
  /** How the row was understood, field by field as the file has it. */
  cells: z.record(z.string(), z.string()),
});

export const undoReportSchema = z.object({ removed: z.int(), kept: z.int() });

export const createImportSchema = z.strictObject({ kind: importKindSchema, source: importSourceSchema });
export const changeImportSchema = z.strictObject(settingsShape).partial();
export type ChangeImport = z.output<typeof changeImportSchema>;

export const listImportsSchema = listQuery({
  sorts: ['-createdAt', 'createdAt'],
  filters: { kind: anyOf(importKindSchema), status: anyOf(importStatusSchema) },
});
export type ListImports = z.output<typeof listImportsSchema>;

export const previewSchema = listQuery({ sorts: ['line'], filters: { result: anyOf(rowResultSchema) } });
export type Preview = z.output<typeof previewSchema>;

export const listSchoolsSchema = listQuery({
  sorts: ['-rows'],
  filters: { decision: anyOf(importSchoolSchema.shape.decision) },
});
export type ListImportSchools = z.output<typeof listSchoolsSchema>;

export class ImportAnswer extends dto(importSchema) {}
export class ImportPage extends dto(pageOf(importSummarySchema)) {}
export class ImportRowPage extends dto(pageOf(importRowSchema)) {}
export class ImportSchoolAnswer extends dto(importSchoolSchema) {}
export class ImportSchoolPage extends dto(pageOf(importSchoolSchema)) {}
export class CreateImportQuery extends dto(createImportSchema) {}
export class ChangeImportBody extends dto(changeImportSchema) {}
export class ListImportsQuery extends dto(listImportsSchema) {}
export class PreviewQuery extends dto(previewSchema) {}
export class ListImportSchoolsQuery extends dto(listSchoolsSchema) {}
export class ChooseSchoolBody extends dto(
  z.strictObject({
    /** Null: the rows come in without a school. */
    authorityId: idSchema.nullable(),
  }),
) {}
