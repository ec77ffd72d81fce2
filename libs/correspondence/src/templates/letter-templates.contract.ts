import { z } from 'zod';
import { type LetterKind, letterKinds } from '#documents';
import { anyOf, dto, instantSchema, listQuery, pageOf, rule, versionSchema } from '#http';
import { idSchema } from '#kernel';

const kinds = Object.keys(letterKinds) as [LetterKind, ...LetterKind[]];
export const templateKindSchema = z.enum(kinds);

export const templateStates = ['draft', 'approved', 'withdrawn'] as const;
export type TemplateState = (typeof templateStates)[number];

const line = (max: number) => z.string().trim().min(1).max(max);

/** An optional part of a wording: `{% if blocks.code %}`. */
export const templateBlockSchema = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9_]{1,59}$/u),
  title: line(200),
  /** Where the claim comes from; without it no disputed block is taken. */
  source: line(500).nullable().default(null),
  /** The law is read in more than one way: off unless the applicant chooses it. */
  contested: z.boolean().default(false),
  /** Whether it stands in a letter for which nobody chose. */
  on: z.boolean().default(false),
});
export type TemplateBlock = z.output<typeof templateBlockSchema>;

const blocksSchema = z
  .array(templateBlockSchema)
  .max(40)
  .default([])
  .refine(
    (blocks) => new Set(blocks.map(({ code }) => code)).size === blocks.length,
    rule('block-repeated', { ru: 'Назовите каждый блок один раз.', en: 'Name each block once.' }),
  )
  .refine(
    (blocks) => blocks.every(({ contested, on, source }) => !contested || (!on && source !== null)),
    rule('contested-block', {
      ru: 'Спорный блок должен быть выключен по умолчанию и иметь источник.',
      en: 'A disputed block must be off by default and name its source.',
    }),
  );

export class NewTemplateBody extends dto(
  z.strictObject({
    kind: templateKindSchema,
    /** `association`: for all branches; somebody who may share approves it. */
    scope: z.enum(['association', 'branch']),
    /** LiquidJS; sections begin with a line such as `[text]` or `[item]`. */
    wording: z.string().min(1).max(100_000),
    blocks: blocksSchema,
    /** What was changed and why. */
    note: z.string().trim().max(1000).default(''),
  }),
) {}

export const templateSchema = z.object({
  id: idSchema,
  kind: templateKindSchema,
  scope: z.enum(['association', 'branch']),
  /** Counted per kind and scope. */
  number: z.int(),
  blocks: z.array(templateBlockSchema),
  note: z.string(),
  state: z.enum(templateStates),
  createdBy: idSchema,
  createdAt: instantSchema,
  approvedBy: idSchema.nullable(),
  approvedAt: instantSchema.nullable(),
  withdrawnBy: idSchema.nullable(),
  withdrawnAt: instantSchema.nullable(),
  version: versionSchema,
});
export type TemplateSummary = z.output<typeof templateSchema>;

const wholeTemplateSchema = templateSchema.extend({ wording: z.string() });
export type Template = z.output<typeof wholeTemplateSchema>;

export class TemplateAnswer extends dto(wholeTemplateSchema) {}
export class TemplatePage extends dto(pageOf(templateSchema)) {}

export class ListTemplatesQuery extends dto(
  listQuery({
    sorts: ['-createdAt', 'createdAt'],
    filters: { kind: anyOf(templateKindSchema), state: anyOf(z.enum(templateStates)) },
  }),
) {}

/** What letters of a kind are worded with now, in this branch. */
export class WordingInUse extends dto(
  z.object({
    kind: templateKindSchema,
    /** Null: the wording that ships with the program. */
    templateId: idSchema.nullable(),
    scope: z.enum(['association', 'branch', 'program']),
    wording: z.string(),
    blocks: z.array(templateBlockSchema),
    sha256: z.string(),
  }),
) {}
export type Wording = InstanceType<typeof WordingInUse>;

export class WordingQuery extends dto(z.strictObject({ kind: templateKindSchema })) {}

/** Blocks to switch on or off, by code; others stand as the template has them. */
export const chosenBlocksSchema = z.record(z.string().max(60), z.boolean()).default({});

export class PreviewTemplateBody extends dto(z.strictObject({ blocks: chosenBlocksSchema })) {}
