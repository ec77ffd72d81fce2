import { z } from 'zod';
import { PERMISSIONS } from '#access';
import { dto } from '#http';
import { idSchema } from '#kernel';

/** 256 bits, as refresh tokens and challenges are written. */
export const secretTokenSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ example: 'q0Z8C1yV0pYb2mB8tVw3m5mUuS3nB8m0yqv7f1m0y9A' });
const password = z.string().min(1).max(1000);
/** Six digits of an authenticator, or a recovery code. */
export const codeSchema = z
  .string()
  .regex(/^(\d{6}|[0-9A-Za-z]{5}[ -]?[0-9A-Za-z]{5})$/)
  .describe('Six digits of the authenticator, or a recovery code')
  .meta({ example: '287082' });

export class LoginBody extends dto(
  z.strictObject({
    email: z.string().min(3).max(254).meta({ example: 'coordinator@kazan.test' }),
    password,
  }),
) {}

export class RefreshTokenBody extends dto(z.strictObject({ refreshToken: secretTokenSchema })) {}

const tokens = z.object({
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresIn: z.int().describe('Seconds'),
  refreshToken: secretTokenSchema,
  refreshExpiresIn: z.int().describe('Seconds'),
});
const challenge = z.object({
  challenge: secretTokenSchema.describe('Answer it at /v1/auth/second-factor with a code'),
  challengeExpiresIn: z.int().describe('Seconds'),
});

export class TokensAnswer extends dto(tokens) {}

/**
 * Tokens, or a challenge for who has set up a second factor. A class cannot extend two shapes, hence the constant; its
 * name in the OpenAPI document is the name of the class, because an id on a union makes the document impossible.
 */
export const LoginAnswer = Object.defineProperty(dto(z.union([tokens, challenge])), 'name', { value: 'LoginAnswer' });

export class SecondFactorBody extends dto(z.strictObject({ challenge: secretTokenSchema, code: codeSchema })) {}

export class PasswordResetRequestBody extends dto(
  z.strictObject({
    email: z.string().min(3).max(254).meta({ example: 'volunteer@kazan.test' }),
    language: z
      .enum(['ru', 'en'])
      .nullable()
      .default(null)
      .describe('Of the mail; null: the usual one of the person or the branch'),
  }),
) {}
export class PasswordResetBody extends dto(
  z.strictObject({ token: secretTokenSchema.describe('What stands behind the # of the link'), password }),
) {}

export class ConfirmBody extends dto(z.strictObject({ password: password.optional(), code: codeSchema.optional() })) {}

export class MeAnswer extends dto(
  z.object({
    id: idSchema,
    name: z.string(),
    email: z.string(),
    /** In which mail is read; null: as each branch writes. */
    language: z.enum(['ru', 'en']).nullable(),
    branches: z.array(
      z.object({
        id: idSchema,
        name: z.string(),
        association: z.object({ id: idSchema, name: z.string() }),
        status: z.enum(['open', 'suspended']),
        role: z.string(),
        permissions: z.array(z.enum(PERMISSIONS)),
      }),
    ),
  }),
) {}
