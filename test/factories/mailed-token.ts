import { unseal } from '@janus/kernel';
import type { MemoryServices } from './memory-services.js';
import { authOptions } from './memory-services.js';

/** The token in the latest mail of this kind to an address, out of the sealed payload; empty if there is none. */
export async function mailedToken(services: MemoryServices, to: string, template: string): Promise<string> {
  await services.background.settled();
  // The newest first.
  const mails = await services.ports.outboxReader.list({ state: null, after: null, limit: 100 });
  const mail = mails.find(({ recipient, template: own }) => recipient === to && own === template);
  if (!mail?.payload) return '';
  const key = { keys: authOptions.keyEncryptionKeys, purpose: 'mail-payload', context: mail.id };
  return (JSON.parse(unseal(key, mail.payload) ?? '{}') as { token?: string }).token ?? '';
}
