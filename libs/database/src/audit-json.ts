import type { AuditChange, AuditEvent } from '@janus/audit';

/** What was changed, as text: it is only kept, never searched. */
export function changesToText(changes: readonly AuditChange[]): string {
  return JSON.stringify(changes);
}

export function changesOf(text: string): AuditChange[] {
  return JSON.parse(text) as AuditChange[];
}

/** An event that waits to be recorded, as text. */
export function eventToText(event: AuditEvent): string {
  return JSON.stringify(event);
}

export function eventOf(text: string): AuditEvent {
  const event = JSON.parse(text) as AuditEvent & { readonly at: string };
  return { ...event, at: new Date(event.at) };
}
