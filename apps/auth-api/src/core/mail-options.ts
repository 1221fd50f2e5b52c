import { join } from 'node:path';
import type { Settings } from '@janus/config';
import { deriveKey } from '@janus/kernel';
import type { MailOptions, MailTransport } from '@janus/mail';

/** The mail room's part of the settings. */
export function mailOptions(settings: Settings, publicUrl: () => string, key: Buffer): MailOptions {
  const { from, templatesDir } = settings.mail;
  const cursorKey = deriveKey(key, 'page-cursor');
  return {
    transport: transportOf(settings),
    from,
    templatesDir,
    publicUrl,
    keys: settings.keyEncryptionKeys,
    cursorKey,
  };
}

function transportOf({ mail: { url }, dataDir, isProduction }: Settings): MailTransport {
  if (url === null) return { kind: 'none' };
  if (url.kind === 'capture') return { kind: 'capture', folder: join(dataDir, 'mail'), showsLinks: !isProduction };
  const { kind, ...server } = url;
  return { kind, server };
}
