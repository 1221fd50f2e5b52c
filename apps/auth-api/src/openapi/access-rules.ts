import type { AccessRule } from '@janus/access';
import { accessRuleKey } from '@janus/access';
import type { INestApplicationContext } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';

// Where @nestjs/swagger keeps what @ApiOperation says.
const operationKey = 'swagger/apiOperation';

/** The rule of every documented operation, read from where the guard reads it. */
export function collectAccessRules(app: INestApplicationContext): Map<string, AccessRule> {
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  const rules = controllers.flatMap(({ metatype }) => {
    const prototype = metatype?.prototype as Record<string, () => unknown> | undefined;
    if (!prototype) return [];
    return scanner.getAllMethodNames(prototype).flatMap((name) => ruleOf(prototype[name], metatype));
  });
  return new Map(rules);
}

function ruleOf(handler: object | undefined, controller: unknown): [string, AccessRule][] {
  if (!handler) return [];
  const operation = Reflect.getMetadata(operationKey, handler) as { operationId?: string } | undefined;
  const rule = (Reflect.getMetadata(accessRuleKey, handler) ??
    Reflect.getMetadata(accessRuleKey, controller as object)) as AccessRule | undefined;
  return operation?.operationId && rule ? [[operation.operationId, rule]] : [];
}
