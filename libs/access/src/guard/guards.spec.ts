import 'reflect-metadata';
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import type { Engine } from '@janus/database';
import { openEngine } from '@janus/database';
import { Clock, newId } from '@janus/kernel';
import type { ArgumentsHost } from '@nestjs/common';
import { Catch, Controller, Get, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { aSession, aUser } from '../../../../test/factories/records.js';
import { TestClock } from '../../../../test/factories/test-clock.js';
import { CallerReader } from '../caller-reader.js';
import type { Role } from '../roles.js';
import { roles } from '../roles.js';
import { ServiceClientVerifier } from '../services/service-client-verifier.js';
import { VerificationKeys } from '../tokens/verification-keys.js';
import { ForServices, OptionalAuth, Permissions, Public, Roles } from './access-rule.js';
import { AccessModule } from './access.module.js';
import { CallerGuard } from './caller.guard.js';
import { RoleGuard } from './role.guard.js';

@Controller()
class Routes {
  @Get('undeclared')
  undeclared(): string {
    return 'in';
  }

  @Get('public')
  @Public()
  open(): string {
    return 'in';
  }

  @Get('optional')
  @OptionalAuth()
  optional(): string {
    return 'in';
  }

  @Get('moderators')
  @Roles('super_admin', 'moderator')
  moderators(): string {
    return 'in';
  }

  @Get('services')
  @ForServices()
  services(): string {
    return 'in';
  }

  @Get('listing')
  @Permissions('users:list')
  listing(): string {
    return 'in';
  }
}

@Catch()
class CodeFilter {
  catch(error: { type?: { code?: string } }, host: ArgumentsHost): void {
    void host
      .switchToHttp()
      .getResponse<{ send(text: string): unknown }>()
      .send(error.type?.code ?? String(error));
  }
}

const secret = randomBytes(32);
const key = { kid: 'k', alg: 'HS256' as const, key: createSecretKey(secret) };
const issuer = 'http://id.test';
const onlyClient = {
  verify: async (id: string, given: string) => (id === 'me' && given === 'a:b c' ? { id, name: 'Me' } : null),
};

describe('the guards', () => {
  const clock = new TestClock();
  let engine: Engine;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    engine = await openEngine({ url: 'memory:', poolSize: 1, timeoutMs: 1_000 });
    const given = [
      { provide: Clock, useValue: clock },
      { provide: CallerReader, useValue: engine.adapters.callerReader },
      { provide: ServiceClientVerifier, useValue: onlyClient },
      { provide: VerificationKeys, useValue: { find: async (kid: string) => (kid === 'k' ? key : null) } },
    ];

    @Global()
    @Module({ providers: given, exports: given.map(({ provide }) => provide) })
    class Given {}

    @Module({
      imports: [Given, AccessModule.forRoot({ issuer: () => issuer, audience: 'janus', maxTtlSeconds: 3600 })],
      controllers: [Routes],
      providers: [
        { provide: APP_GUARD, useClass: CallerGuard },
        { provide: APP_GUARD, useClass: RoleGuard },
        { provide: APP_FILTER, useClass: CodeFilter },
      ],
    })
    class App {}

    app = await NestFactory.create<NestFastifyApplication>(App, new FastifyAdapter(), { logger: false });
    await app.init();
  });

  afterAll(() => app.close());

  /** A token of a fresh user with this role. */
  async function tokenFor(role: Role, header: object = {}, claims: object = {}): Promise<string> {
    const user = aUser({ role, createdAt: clock.now() });
    await engine.adapters.users.insert(user);
    const session = aSession(user.id, { expiresAt: new Date(clock.now().getTime() + 10_000) });
    await engine.adapters.sessions.insert(session);
    const iat = Math.floor(clock.now().getTime() / 1000);
    const payload = {
      iss: issuer,
      aud: 'janus',
      sub: user.id,
      sid: session.id,
      jti: newId(clock.now()),
      type: 'access',
      iat,
      exp: iat + 3600,
    };
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: 'k', ...header })}.${encode({ ...payload, ...claims })}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }

  const ask = async (path: string, token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return (await app.inject({ url: `/${path}`, headers })).body;
  };

  it('closes a route that declares nothing, to everybody', async () => {
    expect(await ask('undeclared')).toBe('NO_PERMISSION');
    expect(await ask('undeclared', await tokenFor('super_admin'))).toBe('NO_PERMISSION');
  });

  it('takes one rule for a handler and no second', () => {
    const declareTwo = () => {
      class Twice {
        @Public()
        @Permissions('users:list')
        handler(): void {}
      }
      return Twice;
    };
    expect(declareTwo).toThrow('two access rules on handler');
  });

  it('looks at no token where the route is public, and at every one where it is optional', async () => {
    expect([await ask('public'), await ask('public', 'x'), await ask('optional')]).toEqual(['in', 'in', 'in']);
    expect([await ask('optional', 'x'), await ask('optional', await tokenFor('guest'))]).toEqual([
      'INVALID_TOKEN',
      'in',
    ]);
  });

  it('lets in services by their credential, and no user by a token', async () => {
    const basic = async (path: string, credential: string) => {
      const authorization = `Basic ${Buffer.from(credential).toString('base64')}`;
      return (await app.inject({ url: `/${path}`, headers: { authorization } })).body;
    };
    expect([await basic('services', 'me:a:b+c'), await basic('services', '%6de:a%3Ab%20c')]).toEqual(['in', 'in']);
    for (const wrong of ['me:a', 'me', 'you:a:b+c', ':']) expect(await basic('services', wrong)).toBe('INVALID_CLIENT');
    expect([await ask('services'), await ask('services', await tokenFor('super_admin'))]).toEqual([
      'INVALID_CLIENT',
      'INVALID_CLIENT',
    ]);
    expect(await basic('listing', 'me:a:b+c')).toBe('AUTHENTICATION_REQUIRED');
  });

  it('lets in the lowest of the roles and all above it', async () => {
    const answers = await Promise.all(roles.map(async (role) => ask('moderators', await tokenFor(role))));
    expect(answers).toEqual(['in', 'in', 'in', 'NO_PERMISSION', 'NO_PERMISSION']);
    expect(await ask('moderators')).toBe('AUTHENTICATION_REQUIRED');
  });

  it('lets in who has an entry in the matrix, by the role that the database has', async () => {
    const answers = await Promise.all(
      roles.map(async (role) => ask('listing', await tokenFor(role, {}, { role: 'super_admin' }))),
    );
    expect(answers).toEqual(['in', 'in', 'in', 'NO_PERMISSION', 'NO_PERMISSION']);
  });

  it.each([
    ['another key', { kid: 'other' }, {}],
    ['another algorithm', { alg: 'HS384' }, {}],
    ['another kind of token', { typ: 'JWT' }, {}],
    ['another user', {}, { sub: newId(new Date()) }],
    ['no session', {}, { sid: newId(new Date()) }],
  ])('refuses a token with %s, though it is signed', async (_what, header, claims) => {
    expect(await ask('listing', await tokenFor('super_admin', header, claims))).toBe('INVALID_TOKEN');
  });

  it('judges time, session and user anew for a token that it has seen', async () => {
    const token = await tokenFor('admin');
    const { sub, sid } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      sub: string;
      sid: string;
    };
    expect([await ask('listing', token), await ask('listing', token)]).toEqual(['in', 'in']);
    await engine.adapters.users.changeRole(sub, 1, 'user', false, clock.now());
    expect(await ask('listing', token)).toBe('NO_PERMISSION');
    await engine.adapters.users.setActive(sub, 2, false, clock.now());
    expect(await ask('optional', token)).toBe('SESSION_ENDED');
    expect(await engine.adapters.sessions.end(sid, 'logout', clock.now())).toBe(true);
    const other = await tokenFor('admin');
    expect(await ask('listing', other)).toBe('in');
    clock.goOn(3_600_000);
    expect(await ask('listing', other)).toBe('INVALID_TOKEN');
  });
});
