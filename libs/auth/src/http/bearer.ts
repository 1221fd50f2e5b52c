const bearer = /^Bearer +(\S+)$/i;

/** The token of an `Authorization` header (RFC 6750 section 2.1); null if there is none. */
export function bearerOf(authorization: string | undefined): string | null {
  return bearer.exec(authorization ?? '')?.[1] ?? null;
}
