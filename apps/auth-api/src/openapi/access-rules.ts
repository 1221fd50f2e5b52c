import type { AccessRule } from '@janus/access';
import { accessRuleKey } from '@janus/access';
import type { INestApplicationContext } from '@nestjs/common';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';

// Where @nestjs/swagger keeps what @ApiOperation says.
const operationKey = 'swagger/apiOperation';

/** A handler that answers requests, and what its decorators say. */
export interface DeclaredRoute {
  readonly method: string;
  /** As declared, without the prefix of the API. */
  readonly path: string;
  readonly operationId: string | null;
  /** Null: closed to everybody, and a mistake. */
  readonly rule: AccessRule | null;
}

type Methods = Record<string, object>;

/** Every route of the app's controllers, read from where the guard reads it. */
export function declaredRoutes(app: INestApplicationContext): DeclaredRoute[] {
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    const prototype = metatype?.prototype as Methods | undefined;
    if (!metatype || !prototype) return [];
    const handlers = scanner.getAllMethodNames(prototype).flatMap((name) => prototype[name] ?? []);
    return handlers.flatMap((handler) => routesOf(handler, metatype));
  });
}

/** The rule of every documented operation. */
export function collectAccessRules(app: INestApplicationContext): Map<string, AccessRule> {
  const known = declaredRoutes(app).flatMap(({ operationId, rule }) =>
    operationId && rule ? [{ operationId, rule }] : [],
  );
  return new Map(known.map(({ operationId, rule }) => [operationId, rule]));
}

function routesOf(handler: object, controller: object): DeclaredRoute[] {
  const method = read(METHOD_METADATA, handler) as RequestMethod | undefined;
  if (method === undefined) return [];
  const operation = read(operationKey, handler) as { operationId?: string } | undefined;
  const rule = (read(accessRuleKey, handler) ?? read(accessRuleKey, controller) ?? null) as AccessRule | null;
  return pathsOf(controller).flatMap((base) =>
    pathsOf(handler).map((path) => ({
      method: RequestMethod[method],
      path: `/${[base, path]
        .flatMap((part) => part.split('/'))
        .filter(Boolean)
        .join('/')}`,
      operationId: operation?.operationId ?? null,
      rule,
    })),
  );
}

function pathsOf(decorated: object): string[] {
  return [(read(PATH_METADATA, decorated) ?? '') as string | string[]].flat();
}

function read(key: string, holder: object): unknown {
  return Reflect.getMetadata(key, holder);
}
