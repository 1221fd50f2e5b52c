import type { MatrixRow } from '@janus/access';
import type { DeclaredRoute } from '../../apps/auth-api/src/openapi/access-rules.js';

/**
 * What is wrong between routes and matrix: a route without a rule, a rule without a route and without a note that says where it
 * takes effect, a note that is not true any more.
 */
export function ruleMistakes(routes: readonly DeclaredRoute[], matrix: Readonly<Record<string, MatrixRow>>): string[] {
  const open = routes.filter(({ rule }) => rule === null);
  const guarding = new Set(routes.flatMap(({ rule }) => (rule?.kind === 'permission' ? [rule.action as string] : [])));
  return [
    ...open.map(({ method, path }) => `${method} ${path} declares no rule`),
    ...[...guarding].filter((action) => !Object.hasOwn(matrix, action)).map((action) => `${action} is in no row`),
    ...Object.entries(matrix).flatMap(([action, { unguarded }]) => {
      if (guarding.has(action)) return unguarded ? [`${action} guards a route, whatever its note says`] : [];
      return unguarded ? [] : [`${action} guards no route`];
    }),
  ];
}
