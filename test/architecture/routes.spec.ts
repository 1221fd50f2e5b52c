import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OptionalAuth, Permissions, matrix } from '@janus/access';
import { readSettings } from '@janus/config';
import type { Engine } from '@janus/database';
import { openEngine } from '@janus/database';
import { createLogger } from '@janus/http';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PublicUrl } from '../../apps/auth-api/src/core/public-url.js';
import { createApp } from '../../apps/auth-api/src/create-app.js';
import type { DeclaredRoute } from '../../apps/auth-api/src/openapi/access-rules.js';
import { declaredRoutes } from '../../apps/auth-api/src/openapi/access-rules.js';
import { ruleMistakes } from './route-rules.js';

describe('the routes of the service', () => {
  const registered: string[] = [];
  let engine: Engine;
  let app: NestFastifyApplication;
  let routes: DeclaredRoute[];

  beforeAll(async () => {
    engine = await openEngine({ url: 'memory:', poolSize: 1, timeoutMs: 1_000 });
    const env = { DATABASE_URL: 'memory:', PUBLIC_URL: 'http://id.test', KEY_ENCRYPTION_KEY: keyOf(7) };
    const { settings } = readSettings({ env, readFile: () => '' });
    if (!settings) throw new Error('the settings of this test are wrong');
    const core = { settings, engine, publicUrl: new PublicUrl('http://id.test'), isolatesHashing: false };
    const logger = createLogger({ level: 'silent', format: 'json', file: null });
    app = await createApp({ ...core, onSetupClosed: async () => {} }, logger);
    const fastify = app.getHttpAdapter().getInstance();
    fastify.addHook('onRoute', ({ method, url }) => {
      registered.push(...[method].flat().map((one) => `${one} ${url}`));
    });
    await app.init();
    routes = declaredRoutes(app);
  });

  afterAll(async () => {
    await app.close();
    await engine.close();
  });

  it('have a rule each, and every row of the matrix has a route or says why not', () => {
    expect(ruleMistakes(routes, matrix)).toEqual([]);
    expect(routes.length).toBeGreaterThan(30);
  });

  it('are all there are: nothing is served past the controllers, and so past the guards, but the explorer', () => {
    const declared = routes.flatMap(({ method, path }) => [
      `${method} ${path}`,
      `${method} /api/v1${path}`,
      ...(method === 'GET' ? [`HEAD ${path}`, `HEAD /api/v1${path}`] : []),
    ]);
    expect(registered.filter((route) => !declared.includes(route) && !/^(?:GET|HEAD) \/docs\b/.test(route))).toEqual(
      [],
    );
    expect(registered).toContain('POST /api/v1/authz/explain');
  });

  it('say in the committed document what guards them', () => {
    const text = readFileSync(join(__dirname, '../../docs/openapi.json'), 'utf8');
    const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Record<string, unknown>>> };
    const documented = Object.values(paths).flatMap((path) => Object.values(path));
    const stated = documented.map((one) => [one['operationId'], one['x-required-permissions'] ?? null]);
    const guarded = routes.flatMap(({ operationId, rule }) =>
      operationId ? [[operationId, rule?.kind === 'permission' ? [rule.action] : null] as const] : [],
    );
    expect(Object.fromEntries(stated)).toEqual(Object.fromEntries(guarded));
  });
});

describe('the check of rules', () => {
  @Controller('small')
  class Small {
    @Get('guarded')
    @Permissions('users:list')
    guarded(): void {}

    @Get('greeting')
    @OptionalAuth()
    greeting(): void {}

    @Post('forgotten')
    forgotten(): void {}
  }

  @Module({ controllers: [Small] })
  class SmallApp {}

  const { 'users:list': list, 'users:read': unused, 'health:details': noted } = matrix;
  let routes: DeclaredRoute[];

  beforeAll(async () => {
    const app = await NestFactory.createApplicationContext(SmallApp, { logger: false });
    routes = declaredRoutes(app);
    await app.close();
  });

  it('finds the route without a rule', () => {
    expect(ruleMistakes(routes, { 'users:list': list })).toEqual(['POST /small/forgotten declares no rule']);
  });

  it('finds the rule without a route, unless a note says where it takes effect', () => {
    const ruled = routes.filter(({ rule }) => rule !== null);
    expect(ruleMistakes(ruled, { 'users:list': list, 'users:read': unused })).toEqual(['users:read guards no route']);
    expect(ruleMistakes(ruled, { 'users:list': list, 'health:details': noted })).toEqual([]);
    expect(ruleMistakes(ruled, { 'users:list': { ...list, unguarded: 'nowhere' } })).toEqual([
      'users:list guards a route, whatever its note says',
    ]);
    expect(ruleMistakes(ruled, {})).toEqual(['users:list is in no row']);
  });
});

function keyOf(byte: number): string {
  return Buffer.alloc(32, byte).toString('base64url');
}
