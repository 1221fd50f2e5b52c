import { parseArgs } from 'node:util';
import { fromCommandLine } from '@janus/audit';
import { loadSettings } from '@janus/config';
import { isId } from '@janus/kernel';
import type { MessageState, OutboxMessage } from '@janus/mail';
import { OutboxService, messageStates } from '@janus/mail';
import { UsageError } from '../command.js';
import { withServices } from '../with-services.js';

const most = 100;

/** `janus mail list [--state S] [--json] | retry ID` */
export async function mail(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, state: { type: 'string' } },
  });
  const [verb = 'list', id, ...rest] = positionals;
  if (rest.length > 0 || (verb === 'retry') !== (id !== undefined) || !['list', 'retry'].includes(verb))
    throw new UsageError('mail knows list and retry ID');
  if (id !== undefined && !isId(id)) throw new UsageError('ID is the id of a message, as mail list shows it');
  const state = stateOf(values.state);
  const { settings } = loadSettings();
  const lines = await withServices(settings, async (services) => {
    const outbox = services.get(OutboxService);
    if (id !== undefined) return [toLine(await outbox.retry(id, null, fromCommandLine))];
    const found = await outbox.list({ state, after: null, limit: most });
    if (values.json) return [JSON.stringify(found.map(toJson), null, 2)];
    return found.length === 0 ? ['no messages'] : found.map(toLine);
  });
  process.stdout.write(`${lines.join('\n')}\n`);
}

function stateOf(text: string | undefined): MessageState | null {
  if (text === undefined) return null;
  const found = messageStates.find((state) => state === text);
  if (!found) throw new UsageError(`--state is one of ${messageStates.join(', ')}`);
  return found;
}

function toLine({ id, state, template, recipient, attempts, createdAt, lastError }: OutboxMessage): string {
  const told = [state.padEnd(6), id, createdAt.toISOString(), template, recipient, `attempts ${attempts}`, lastError];
  return told.filter((part) => part !== null).join('  ');
}

/** Never what it holds. */
function toJson(message: OutboxMessage): object {
  const {
    id,
    template,
    recipient: to,
    state,
    attempts,
    createdAt,
    nextAttemptAt,
    sentAt,
    lastError,
    expiresAt,
  } = message;
  return { id, template, to, state, attempts, createdAt, nextAttemptAt, sentAt, lastError, expiresAt };
}
