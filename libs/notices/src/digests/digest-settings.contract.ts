import { z } from 'zod';
import { dto, instantSchema, rule, versionSchema } from '#http';

const shape = {
  frequency: z.enum(['off', 'daily', 'weekly']),
  weekday: z.int().min(1).max(7).meta({ description: '1 = Monday; for weekly digests' }),
  hour: z.int().min(0).max(23).meta({ description: 'In the time zone' }),
  timeZone: z
    .string()
    .max(60)
    .refine(isTimeZone, rule('time-zone', { ru: 'Укажите часовой пояс IANA.', en: 'Give an IANA time zone.' }))
    .nullable()
    .meta({ description: 'IANA name; null: that of the branch', example: 'Asia/Yekaterinburg' }),
  language: z.enum(['ru', 'en']),
};

export const digestSettingsSchema = z.object({
  version: versionSchema,
  ...shape,
  /** Null when digests are off. */
  nextAt: instantSchema.nullable(),
});
export type DigestSettingsView = z.output<typeof digestSettingsSchema>;

export const putDigestSettingsSchema = z.strictObject({
  ...shape,
  weekday: shape.weekday.default(1),
  hour: shape.hour.default(8),
  timeZone: shape.timeZone.default(null),
  language: shape.language.default('ru'),
});
export type PutDigestSettings = z.output<typeof putDigestSettingsSchema>;

export class DigestSettingsAnswer extends dto(digestSettingsSchema) {}
export class PutDigestSettingsBody extends dto(putDigestSettingsSchema) {}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text.includes('/') || text === 'UTC';
  } catch {
    return false;
  }
}
