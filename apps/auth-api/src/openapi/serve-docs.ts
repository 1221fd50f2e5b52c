import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { SwaggerModule } from '@nestjs/swagger';
import { buildDocument } from './build-document.js';

/** The explorer at `/docs`, from files of our own, and the document it shows. It is made at the first look at it. */
export function serveDocs(app: INestApplication, publicUrl: () => string): void {
  let document: OpenAPIObject | undefined;
  const get = () => (document ??= buildDocument(app, new URL(publicUrl()).pathname));
  SwaggerModule.setup('docs', app, get, {
    customSiteTitle: 'Janus API',
    jsonDocumentUrl: 'docs/openapi.json',
    yamlDocumentUrl: 'docs/openapi.yaml',
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true, tryItOutEnabled: true },
  });
}
