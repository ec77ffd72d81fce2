import { z } from 'zod';
import { dto, instantSchema } from '#http';
import { idSchema } from '#kernel';
import { codeSchema } from './auth.contract.ts';

export class ChangePasswordBody extends dto(
  z.strictObject({ oldPassword: z.string().min(1).max(1000), newPassword: z.string().min(1).max(1000) }),
) {}

export class LanguageBody extends dto(z.strictObject({ language: z.enum(['ru', 'en']) })) {}

export class SessionsAnswer extends dto(
  z.object({
    items: z.array(
      z.object({
        id: idSchema,
        device: z.string().meta({ example: 'Firefox, Windows' }),
        network: z.string().describe('The /24 or /64, never the whole address').meta({ example: '203.0.113.0/24' }),
        secondFactor: z.boolean(),
        startedAt: instantSchema,
        lastUsedAt: instantSchema,
        current: z.boolean(),
      }),
    ),
  }),
) {}

export class SecondFactorAnswer extends dto(z.object({ enrolled: z.boolean(), recoveryCodesLeft: z.int() })) {}

export class SecondFactorEnrolmentAnswer extends dto(
  z.object({
    secret: z.string().describe('Base32, to be typed into an authenticator'),
    uri: z.string().describe('The same as otpauth://, to be shown as a QR code'),
    qr: z
      .object({ path: z.string(), side: z.int() })
      .describe('That QR code: an SVG path of its dark modules, one unit each, and its side in modules'),
  }),
) {}

export class CodeBody extends dto(z.strictObject({ code: codeSchema })) {}

export class RecoveryCodesAnswer extends dto(
  z.object({ recoveryCodes: z.array(z.string()).describe('Each good once; shown now and never again') }),
) {}
