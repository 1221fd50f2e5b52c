/** What HTTP Basic carries. */
export interface BasicCredential {
  readonly id: string;
  readonly secret: string;
}

const basic = /^Basic +([A-Za-z0-9+/]+={0,2})$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The client's id and secret in an `Authorization` header (RFC 7617), each form-urlencoded before it was put together (RFC 6749
 * section 2.3.1).
 * @returns null if the header is absent, of another scheme, or of another form
 */
export function readBasicCredential(authorization: string | undefined): BasicCredential | null {
  const [, encoded] = basic.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return null;
  const bytes = Buffer.from(encoded, 'base64');
  // The decoder is lenient; only the encoder's own spelling counts.
  if (bytes.toString('base64') !== encoded) return null;
  try {
    const text = utf8.decode(bytes);
    const colon = text.indexOf(':');
    return colon < 0 ? null : { id: formDecoded(text.slice(0, colon)), secret: formDecoded(text.slice(colon + 1)) };
  } catch {
    // Neither UTF-8 nor form-urlencoded.
    return null;
  }
}

function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
