import { AccessModule } from '@janus/access';
import { AuditModule } from '@janus/audit';
import { AuthModule } from '@janus/auth';
import type { Settings } from '@janus/config';
import { longestAccessTtlSeconds } from '@janus/config';
import type { Engine } from '@janus/database';
import { DatabaseModule } from '@janus/database';
import { deriveKey } from '@janus/kernel';
import { MailModule } from '@janus/mail';
import { UsersModule } from '@janus/users';
import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { ClockModule } from './clock.module.js';
import { mailOptions } from './mail-options.js';
import type { PublicUrl } from './public-url.js';

export interface Core {
  readonly settings: Settings;
  readonly engine: Engine;
  readonly publicUrl: PublicUrl;
  /** Whether passwords are hashed in a process of their own: the service does, the command line does not. */
  readonly isolatesHashing: boolean;
  /** Called once the first super admin exists. */
  readonly onSetupClosed: () => Promise<void>;
}

/** All services on one engine, without HTTP: what the service and the command line share. */
@Module({})
export class CoreModule {
  static for({ settings, engine, publicUrl, isolatesHashing, onSetupClosed }: Core): DynamicModule {
    const { jwt, keyEncryptionKeys, auditRetentionDays, registration, passwordPolicy, sessions, hashing } = settings;
    const requiresVerifiedEmail = settings.emailVerification === 'required';
    const [key] = keyEncryptionKeys;
    if (!key) throw new Error('no KEY_ENCRYPTION_KEY');
    const users = UsersModule.forRoot({
      publicUrl: publicUrl.get,
      requireVerifiedEmail: requiresVerifiedEmail,
      invitesByMail: settings.mail.url?.kind === 'smtp',
      idempotencyKey: deriveKey(key, 'idempotency-request'),
      cursorKey: deriveKey(key, 'page-cursor'),
    });
    const audit = AuditModule.forRoot({
      chainKeys: keyEncryptionKeys.map((one) => deriveKey(one, 'audit-chain')),
      cursorKey: deriveKey(key, 'page-cursor'),
      publicUrl: publicUrl.get,
      retentionDays: auditRetentionDays,
    });
    const issuer = issuerOf(settings, publicUrl);
    const { audience, accessTtlSeconds: ttlSeconds } = jwt;
    const access = AccessModule.forRoot({ issuer, audience, maxTtlSeconds: ttlSeconds });
    const auth = AuthModule.forRoot({
      registration,
      passwordPolicy,
      requiresVerifiedEmail,
      mailLimit: settings.limits.mail,
      sessions,
      hashing: { ...hashing, isIsolated: isolatesHashing },
      keyEncryptionKeys,
      onSetupClosed,
      tokens: {
        alg: jwt.alg,
        secret: jwt.secret,
        issuer,
        audience,
        claims: jwt.claims,
        ttlSeconds,
        longestTtlSeconds: longestAccessTtlSeconds,
        jwksCacheSeconds: jwt.jwksCacheSeconds,
      },
    });
    const mail = MailModule.forRoot(mailOptions(settings, publicUrl.get, key));
    return {
      module: CoreModule,
      imports: [ClockModule, DatabaseModule.forEngine(engine), access, audit, users, mail, auth],
    };
  }
}

/** `JWT_ISSUER`, or the public URL. */
function issuerOf({ jwt }: Settings, publicUrl: PublicUrl): () => string {
  const { issuer } = jwt;
  return issuer === null ? publicUrl.get : () => issuer;
}
