import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { z } from 'zod';
import { BEARER } from '#access';
import { describeProblems } from './open-api-problems.ts';
import { problemSchema } from './problem-body.ts';

/** The OpenAPI 3.1 document of everything that the application mounts; each route lists its refusals. */
export function openApiDocument(app: INestApplication, version: string): OpenAPIObject {
  const about = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Otzyv')
    .setVersion(version)
    .setDescription(
      'Case management for parent associations. Lists: `limit`, `cursor`, `sort` (`-` for descending) and filters by ' +
        'name. Changes: `If-Match` with the ETag. Repeats: `Idempotency-Key`. Refusals: RFC 9457 with a stable `code`, ' +
        'in Russian or English by `Accept-Language`.',
    )
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, BEARER)
    .build();
  const operationIdFactory = (controller: string, method: string) =>
    `${controller.charAt(0).toLowerCase()}${controller.slice(1).replace(/Controller$/, '')}.${method}`;
  const document = cleanupOpenApiDoc(SwaggerModule.createDocument(app, about, { operationIdFactory }));
  const schemas = { ...document.components?.schemas, Problem: withoutDialect(z.toJSONSchema(problemSchema)) };
  return describeProblems({ ...document, components: { ...document.components, schemas } });
}

/** The document names the dialect once; a schema inside it must not. */
function withoutDialect(schema: object): object {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
}

/** The document at /openapi.json and a page to read it at /docs, both from this server alone. */
export function serveDocs(app: INestApplication, version: string): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app, version), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Otzyv API',
    swaggerOptions: { persistAuthorization: false, tryItOutEnabled: true },
  });
}
