import { z } from 'zod';
import { PERMISSIONS } from '#access';
import { dto } from '#http';
import { idSchema } from '#kernel';

const refreshToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ example: 'q0Z8C1yV0pYb2mB8tVw3m5mUuS3nB8m0yqv7f1m0y9A' });

export class LoginBody extends dto(
  z.strictObject({
    email: z.string().min(3).max(254).meta({ example: 'coordinator@kazan.test' }),
    password: z.string().min(1).max(1000),
  }),
) {}

export class RefreshTokenBody extends dto(z.strictObject({ refreshToken })) {}

export class TokensAnswer extends dto(
  z.object({
    accessToken: z.string(),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int().describe('Seconds'),
    refreshToken,
    refreshExpiresIn: z.int().describe('Seconds'),
  }),
) {}

export class MeAnswer extends dto(
  z.object({
    id: idSchema,
    name: z.string(),
    email: z.string(),
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
