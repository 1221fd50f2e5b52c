import type { AuditEvent, AuditPageQuery, AuditPosition, AuditVisibility } from '@janus/audit';
import { compareText } from '@janus/kernel';

/** One way to see an event. */
export type AuditView =
  | { readonly kind: 'all' }
  | { readonly kind: 'actor'; readonly userId: string }
  | { readonly kind: 'target'; readonly userId: string }
  | { readonly kind: 'below'; readonly roles: readonly string[] };

/** The ways in which a reader sees events: each of them can go along an index, which an OR of them could not. */
export function viewsOf(visibility: AuditVisibility): readonly AuditView[] {
  if (visibility.kind === 'all') return [visibility];
  const { userId } = visibility;
  const own: AuditView[] = [
    { kind: 'actor', userId },
    { kind: 'target', userId },
  ];
  return visibility.kind === 'own' ? own : [...own, { kind: 'below', roles: visibility.roles }];
}

/** Puts a page together from a page of each view, the latest first, each event once. */
export async function readByViews(
  { visibility, limit }: AuditPageQuery,
  read: (view: AuditView) => Promise<AuditEvent[]>,
): Promise<AuditEvent[]> {
  const pages = await Promise.all(viewsOf(visibility).map(read));
  const [only, ...others] = pages;
  if (only && others.length === 0) return only;
  const byId = new Map(pages.flat().map((event) => [event.id, event]));
  return [...byId.values()].toSorted(latestFirst).slice(0, limit);
}

/** The order of the log, for sorting. */
export function latestFirst(a: AuditPosition, b: AuditPosition): number {
  return b.at.getTime() - a.at.getTime() || compareText(b.id, a.id);
}
