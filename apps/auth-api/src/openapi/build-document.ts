import { finishDocument } from '@janus/http';
import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { AuditActorResponse, AuditEventResponse, AuditTargetResponse } from '@janus/audit/http';
import { SessionResponse } from '@janus/auth/http';
import { MessageResponse } from '@janus/mail/http';
import { ShortUserResponse, UserResponse } from '@janus/users/http';
import { appVersion } from '../app-info.js';
import { collectAccessRules } from './access-rules.js';

const describe = (
  server: string,
) => `Registers and signs in users, issues JWT access tokens and one-time refresh tokens, and manages users by role.

**Who may do what**: [the matrix of roles and permissions](${server.replace(/\/$/, '')}/docs/permissions).

**To try it here**: register, sign in, copy \`accessToken\` from the answer, press *Authorize* and paste it.

Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`; the page of each code is at \`/problems/{code}\`.`;

const tags = {
  auth: 'Sign-in, tokens and sign-out.',
  sessions: 'Signed-in devices, and how to end them.',
  users: 'One’s own account, and those of others as the role allows.',
  audit: 'What has happened.',
  roles: 'Who may do what, and why not.',
  setup: 'The first super admin.',
  oauth: 'For other services: what a token is worth, and how to end it.',
  mail: 'The outbox, for operators.',
  keys: 'What verifies access tokens.',
  health: 'For load balancers and operators.',
  problems: 'What the error codes mean.',
};

/** The OpenAPI 3.1 document of this service. @param server where its paths begin, as seen from the document */
export function buildDocument(app: INestApplication, server: string): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Janus')
    .setDescription(describe(server))
    .setVersion(appVersion)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(server)
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The `accessToken` of a sign-in.' },
      'bearer',
    )
    .addBasicAuth(
      { type: 'http', scheme: 'basic', description: 'Id and secret of `janus clients create`, each form-urlencoded.' },
      'service',
    );
  for (const [name, meaning] of Object.entries(tags)) builder.addTag(name, meaning);
  const audited = [AuditEventResponse, AuditActorResponse, AuditTargetResponse];
  const extraModels = [UserResponse, ShortUserResponse, SessionResponse, MessageResponse, ...audited];
  return finishDocument(
    SwaggerModule.createDocument(app, builder.build(), { extraModels, autoTagControllers: false }),
    collectAccessRules(app),
  );
}
