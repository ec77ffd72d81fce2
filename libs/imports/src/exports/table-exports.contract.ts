import { z } from 'zod';
import { dto, instantSchema } from '#http';
import { idSchema } from '#kernel';

export const tableFormatSchema = z.enum(['csv', 'xlsx', 'json']);
export type TableFormat = z.output<typeof tableFormatSchema>;

export const tableExportSchema = z.object({
  id: idSchema,
  kind: z.enum(['families', 'schools']),
  format: tableFormatSchema,
  status: z.enum(['running', 'done', 'failed']),
  rowsTotal: z.int(),
  rowsDone: z.int(),
  errorCode: z.string().nullable(),
  createdAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  /** The file goes then. */
  destroyAfter: instantSchema,
  destroyedAt: instantSchema.nullable(),
});
export type TableExport = z.output<typeof tableExportSchema>;

export const exportFamiliesSchema = z.strictObject({
  format: tableFormatSchema,
  status: z
    .array(z.enum(['open', 'closed']))
    .min(1)
    .nullable()
    .default(null),
  /** Families with a child who goes to this school now. */
  authorityId: idSchema.nullable().default(null),
});
export type ExportFamilies = z.output<typeof exportFamiliesSchema>;

export const exportSchoolsSchema = z.strictObject({
  format: tableFormatSchema,
  /** The branch's own when left out. */
  regionCode: z
    .string()
    .regex(/^\d{2}$/)
    .nullable()
    .default(null),
});
export type ExportSchools = z.output<typeof exportSchoolsSchema>;

export class TableExportAnswer extends dto(tableExportSchema) {}
export class ExportFamiliesBody extends dto(exportFamiliesSchema) {}
export class ExportSchoolsBody extends dto(exportSchoolsSchema) {}
