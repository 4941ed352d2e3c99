import type { NestExpressApplication } from '@nestjs/platform-express';
import {
  DocumentBuilder,
  SwaggerModule,
  type OpenAPIObject,
} from '@nestjs/swagger';
import type { Express } from 'express';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { docsPage } from './docs-page';

/** `/docs-json`: OpenAPI 3.1 made from the zod schemas, on first use. `/docs`: the same as a plain page. */
export function serveDocs(app: NestExpressApplication): void {
  let document: OpenAPIObject | undefined;
  const load = (): OpenAPIObject => (document ??= createDocument(app));
  const router: Express = app.getHttpAdapter().getInstance();
  router.get('/docs-json', (_request, response) => {
    response.json(load());
  });
  router.get('/docs', (_request, response) => {
    response
      .type('html')
      .setHeader(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'",
      )
      .send(docsPage(load()));
  });
}

function createDocument(app: NestExpressApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setTitle('Plot Palette')
    .setDescription(
      'Templates, seed data, jobs and their datasets. Errors are problem details (RFC 9457). Lists are paged by `cursor`.',
    )
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addSecurityRequirements('bearer')
    .build();
  return cleanupOpenApiDoc(SwaggerModule.createDocument(app, settings), {
    version: '3.1',
  });
}
