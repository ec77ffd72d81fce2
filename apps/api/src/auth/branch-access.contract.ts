import { z } from 'zod';
import { PERMISSIONS } from '#access';
import { dto, instantSchema, listQuery, pageOf } from '#http';
import { idSchema } from '#kernel';

const apiKeySchema = z.object({
  id: idSchema,
  personId: idSchema.describe('With whose permissions it works'),
  name: z.string(),
  prefix: z.string().describe('How the key begins').meta({ example: 'otzyv_q0Z8C' }),
  scopes: z.array(z.string()).readonly(),
  state: z.enum(['valid', 'expired', 'revoked']),
  createdAt: instantSchema,
  expiresAt: instantSchema,
  lastUsedAt: instantSchema.nullable(),
});

export class ApiKeyPage extends dto(pageOf(apiKeySchema)) {}
export class NewApiKeyAnswer extends dto(
  apiKeySchema.extend({ key: z.string().describe('Send it as Authorization: Bearer …; shown now and never again') }),
) {}
export class CreateApiKeyBody extends dto(
  z.strictObject({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(z.enum(PERMISSIONS)).min(1).max(PERMISSIONS.length),
    days: z.int().min(1).max(366).default(90).describe('Days until it expires'),
  }),
) {}
export class ListApiKeysQuery extends dto(listQuery({ sorts: ['-createdAt'], filters: {} })) {}

const roles = z.array(z.string().min(1).max(40)).max(50);
export class SecondFactorRolesBody extends dto(z.strictObject({ roles })) {}
export class SecondFactorRolesAnswer extends dto(
  z.object({ roles: roles.describe('Whoever holds one of them gets in with two factors only') }),
) {}
