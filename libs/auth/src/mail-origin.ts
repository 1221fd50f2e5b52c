import type { AuditOrigin } from '@janus/audit';

/** Where a request comes from, and in which languages its sender reads: `Accept-Language`, for who has no locale. */
export interface MailOrigin extends AuditOrigin {
  readonly acceptLanguage?: string | null;
}
