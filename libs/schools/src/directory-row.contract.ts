import { z } from 'zod';
import type { Localised } from '#kernel';
import { idSchema, localDateSchema } from '#kernel';
import {
  authorityEmailSchema,
  authorityKindSchema,
  authorityStatusSchema,
  headSchema,
  innSchema,
  kppSchema,
  licenceSchema,
  line,
  ogrnSchema,
  regionCodeSchema,
  timeZoneSchema,
} from './authority-fields.contract.ts';

/** One institution as a register or a table states it. What is left out or null is not stated and changes nothing. */
export const directoryRowSchema = z.strictObject({
  kind: authorityKindSchema.default('school'),
  regionCode: regionCodeSchema,
  shortName: line(200),
  /** The short name when left out. */
  fullName: line(500).nullish(),
  municipality: line(200).nullish(),
  inn: innSchema.nullish(),
  ogrn: ogrnSchema.nullish(),
  kpp: kppSchema.nullish(),
  /** Needed for an entry that is not in the directory yet. */
  postalAddress: line(400).nullish(),
  timeZone: timeZoneSchema.nullish(),
  head: headSchema.nullish(),
  licence: licenceSchema.nullish(),
  status: authorityStatusSchema.nullish(),
  /** Added to those known; an address that is known keeps its quality. */
  emails: z
    .array(authorityEmailSchema.pick({ address: true, purpose: true }))
    .max(20)
    .default([]),
});
export type DirectoryRow = z.input<typeof directoryRowSchema>;
export type ReadDirectoryRow = z.output<typeof directoryRowSchema>;

/** Where a page of rows comes from; stays in the history of every entry that it touches. */
export const directorySourceSchema = z.strictObject({
  /** In words: «Реестр лицензий, выгрузка от 01.11.2026». */
  name: line(200),
  observedOn: localDateSchema,
  /** The import, by which its changes are found again. */
  reference: idSchema,
});
export type DirectorySource = z.input<typeof directorySourceSchema>;

export type DirectoryRowReasonCode =
  | 'invalid'
  | 'foreign-region'
  | 'other-region'
  | 'numbers-disagree'
  | 'ambiguous'
  | 'repeated'
  | 'set-by-hand'
  | 'changed-meanwhile'
  | 'address-missing';

export interface DirectoryRowReason {
  readonly code: DirectoryRowReasonCode;
  /** RFC 6901 into the row; '' for the row as a whole. */
  readonly pointer: string;
  readonly message: Localised;
}

/** What became of one row; in the order of the rows. A conflict has changed nothing and says why. */
export interface DirectoryRowResult {
  readonly index: number;
  readonly result: 'created' | 'updated' | 'unchanged' | 'conflict';
  /** The entry: the new one, the changed one, or the one that a conflict is with. */
  readonly authorityId: string | null;
  /** The line of the history, for an undo; null when nothing changed. */
  readonly correctionId: string | null;
  readonly reasons: readonly DirectoryRowReason[];
}
