import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SmtpTestServer } from '../factories/smtp-test-server.js';
import type { Json } from './support/client.js';
import type { Person } from './support/people.js';
import { firstAdmin, newcomer } from './support/people.js';
import { runCli } from './support/service.js';
import type { World } from './support/world.js';
import { openWorld, worldKey } from './support/world.js';

interface Listed {
  readonly id: string;
}

interface Told extends Listed {
  readonly type: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly actor: { readonly id: string; readonly role: string } | null;
  readonly target: { readonly id: string } | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly changes: readonly { field: string; before: unknown; after: unknown }[];
}

const newPassword = 'N3w-horse-battery!';

const rows = (body: Json) => Object.values(body['data'] ?? {}) as unknown as readonly Listed[];
const after = (field: string, value: unknown) => ({ field, before: null, after: value });

describe('the audit log of what operators do', () => {
  const server = new SmtpTestServer();
  const folder = mkdtempSync(join(tmpdir(), 'janus-records-'));
  let world: World;
  let root: Person;

  beforeAll(async () => {
    await server.start();
    server.behaviour.refuseRecipient = () => '550 5.1.1 no such user';
    world = await openWorld({ MAIL_URL: server.url });
    root = await firstAdmin(world.client, world.service);
  });

  afterAll(async () => {
    await world.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const janus = async (args: readonly string[], input = '') => {
    const { database, service } = world;
    const env = { DATABASE_URL: database.url, DATA_DIR: service.dataDir, KEY_ENCRYPTION_KEY: worldKey };
    const { code, stdout, stderr } = await runCli(args, env, input);
    expect([args, code, stderr]).toEqual([args, 0, '']);
    return stdout;
  };
  const ask = (path: string) => world.client.get(path, { token: root.token });
  /** The mails that the server has refused for good, once there are so many. */
  const deadMails = async (count: number) => {
    for (;;) {
      const dead = rows((await ask('/mail/outbox?state=dead')).body);
      if (dead.length >= count) return dead.map(({ id }) => id);
    }
  };

  it('tells each action once, in order, by nobody on the command line and by name over HTTP', async () => {
    const ada = await newcomer(world.client);
    await newcomer(world.client);
    const [mine = '', ofHost = ''] = await deadMails(2);
    server.behaviour.refuseRecipient = () => null;
    const path = join(folder, 'users.ndjson');
    writeFileSync(path, '{"email":"one@example.com"}\n{"email":"two@example.com"}\n');
    const [before] = rows((await ask('/audit?limit=1')).body);

    const client = (JSON.parse(await janus(['clients', 'create', '--name', 'Notes', '--json'])) as { id: string }).id;
    await janus(['clients', 'revoke', client]);
    const [, kid = ''] = /^next \S+ key (\S+);/.exec(await janus(['keys', 'rotate'])) ?? [];
    await janus(['keys', 'retire', kid]);
    await janus(['keys', 'revoke', kid]);
    await janus(['users', 'import', path]);
    await janus(['users', 'export', '--with-hashes']);
    await janus(['admin', 'recover', '--email', ada.email, '--password-stdin'], `${newPassword}\n`);
    await janus(['mail', 'retry', ofHost]);
    const call = { token: root.token, headers: { 'user-agent': 'a test' } };
    for (let time = 0; time < 2; time += 1) await world.client.post(`/mail/outbox/${mine}/retry`, undefined, call);

    const host = {
      outcome: 'success',
      reason: null,
      actor: null,
      target: null,
      ip: null,
      userAgent: 'janus command line',
    };
    const all = rows((await ask('/audit?limit=100')).body) as readonly Told[];
    const since = all.findIndex(({ id }) => id === before?.id);
    expect(all.slice(0, since).toReversed()).toMatchObject([
      { ...host, type: 'client.created', changes: [after('clientId', client)] },
      { ...host, type: 'client.revoked', changes: [after('clientId', client)] },
      { ...host, type: 'key.rotated', changes: [after('kid', kid)] },
      { ...host, type: 'key.retired', changes: [after('kid', kid)] },
      { ...host, type: 'key.revoked', changes: [after('kid', kid)] },
      { ...host, type: 'user.imported', reason: 'STARTED', changes: [after('stored', 0), after('refused', 0)] },
      { ...host, type: 'user.imported', reason: 'FINISHED', changes: [after('stored', 2), after('refused', 0)] },
      { ...host, type: 'user.exported', reason: 'WITH_HASHES', changes: [] },
      {
        ...host,
        type: 'admin.recovered',
        target: { id: ada.id },
        changes: [
          { field: 'role', before: 'user', after: 'super_admin' },
          { field: 'emailVerified', before: false, after: true },
        ],
      },
      { ...host, type: 'mail.retried', changes: [after('messageId', ofHost)] },
      {
        ...host,
        type: 'mail.retried',
        actor: { id: root.id, role: 'super_admin' },
        ip: '127.0.0.1',
        userAgent: 'a test',
        changes: [after('messageId', mine)],
      },
    ]);
  });
});
