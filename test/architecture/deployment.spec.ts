import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readSettings, schema } from '@janus/config';
import { parse } from 'yaml';

interface Service {
  readonly image: string;
  readonly profiles: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly logging?: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
  readonly read_only?: boolean;
  readonly user?: string;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
}

const root = join(__dirname, '../..');
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };
const all = Object.entries(services);
const ours = all.filter(([name]) => name.startsWith('janus-'));
const ofTheImage = /^(?:MYSQL_|MARIADB_|POSTGRES_|MONGO_INITDB_|REDISCLI_)[A-Z_]+$/;

/** The environment as compose would hand it over, with an example for every required variable. */
function resolved(environment: Readonly<Record<string, string>>): Record<string, string> {
  const example: Record<string, string> = {
    DB_PASSWORD: 'x1y2z3',
    KEY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64url'),
  };
  const entries = Object.entries(environment).map(([name, value]) => {
    const filled = value.replaceAll(
      /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
      (_, variable: string, kind: string, word: string) => (kind === '-' ? word : (example[variable] ?? '')),
    );
    return [name, filled] as const;
  });
  return Object.fromEntries(entries);
}

describe('docker-compose.yml', () => {
  it('has a profile for every engine, one that catches mails, one that shares limits, and one for the tests', () => {
    expect(new Set(all.flatMap(([, { profiles }]) => profiles))).toEqual(
      new Set(['sqlite', 'mysql', 'postgres', 'mongodb', 'mail', 'redis', 'test']),
    );
  });

  it('has every kind of server for the tests', () => {
    const servers = all.filter(([, { profiles }]) => profiles.includes('test')).map(([name]) => name);
    expect(servers.toSorted()).toEqual(['test-mariadb', 'test-mongodb', 'test-mysql', 'test-postgres', 'test-redis']);
    for (const [, { image, profiles }] of all) if (profiles.includes('test')) expect(image).toMatch(/:\d+(\.\d+)*$/);
  });

  it('names no setting that is not ours or the database image’s', () => {
    const known = Object.keys(schema);
    const names = all.flatMap(([, { environment = {} }]) => Object.keys(environment));
    expect(names.filter((name) => !known.includes(name) && !ofTheImage.test(name))).toEqual([]);
  });

  it.each(all)('%s is watched, keeps its log small and is reached from this machine only', (_name, service) => {
    expect(service.healthcheck?.test.length).toBeGreaterThan(1);
    // An unquoted `: ` makes a mapping of what looks like a text, and compose refuses the file.
    for (const part of service.healthcheck?.test ?? []) expect(typeof part).toBe('string');
    expect(service.logging).toMatchObject({
      driver: 'json-file',
      options: { 'max-size': expect.any(String), 'max-file': expect.any(String) },
    });
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it.each(all)('%s has no default password', (_name, { environment = {} }) => {
    for (const [name, value] of Object.entries(environment)) {
      if (/PASSWORD|SECRET|KEY|AUTH/.test(name) && !name.startsWith('MYSQL_RANDOM'))
        expect(value).toMatch(/^\$\{\w+:\?/);
      expect(value).not.toMatch(/:\/\/[^:/]+:(?!\$\{\w+:\?)[^@]*@/);
    }
  });

  it.each(ours)('%s runs without rights, on settings that production accepts', (_name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      user: 'node',
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(service.volumes).toEqual(['janus-data:/var/lib/janus', 'janus-logs:/var/log/janus']);
    const env = resolved(service.environment ?? {});
    for (const name of Object.keys(env)) expect(Object.keys(schema)).toContain(name);
    const { mistakes, warnings } = readSettings({ env, readFile: () => '' });
    expect([mistakes, warnings]).toEqual([[], []]);
  });
});

describe('the health check', () => {
  const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
  const ofTheDockerfile = JSON.parse(/^ *CMD (\["node", "-e".*\])$/m.exec(dockerfile)?.[1] ?? '[]') as string[];
  const commands = [
    ['Dockerfile', ofTheDockerfile],
    ...ours.map(([name, { healthcheck }]) => [name, healthcheck?.test.slice(1) ?? []] as const),
  ] as const;

  it.each(commands)(
    'of %s tells a live service from one that is not',
    async (_name, [program, flag = '', code = '']) => {
      expect([program, flag]).toEqual(['node', '-e']);
      const asked: string[] = [];
      const server = createServer(({ url = '' }, response) => {
        response.statusCode = asked.push(url) === 1 ? 200 : 503;
        response.end();
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const port = String((server.address() as AddressInfo).port);
      const check = async () => {
        const child = spawn(process.execPath, [flag, code.replace(':3000/', `:${port}/`)], { env: { PORT: port } });
        return ((await once(child, 'exit')) as [number])[0];
      };
      expect([await check(), await check()]).toEqual([0, 1]);
      server.close();
      await once(server, 'close');
      expect(await check()).toBe(1);
      expect(asked).toEqual(['/api/v1/health/live', '/api/v1/health/live']);
    },
  );
});

describe('Dockerfile', () => {
  const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
  const lines = dockerfile.replaceAll('\\\n', ' ').split('\n');

  it('builds in one stage and runs in another, as nobody in particular', () => {
    expect(lines.filter((line) => line.startsWith('FROM '))).toHaveLength(2);
    expect(lines.filter((line) => line.startsWith('USER '))).toEqual(['USER node']);
    expect(lines.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
  });

  it('runs the command of start:prod, and no script of a dependency', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(dockerfile).toContain(
      `CMD ${JSON.stringify(scripts['start:prod']?.split(' || ').at(-1)?.split(' ')).replaceAll(',', ', ')}`,
    );
    for (const line of lines.filter((one) => /npm (ci|install|prune)/.test(one)))
      expect(line).toContain('--ignore-scripts');
  });

  it('names settings that exist', () => {
    const names = lines
      .filter((line) => line.startsWith('ENV '))
      .flatMap((line) => [...line.matchAll(/(\w+)=/g)].map(([, name]) => name));
    for (const name of names) expect(Object.keys(schema)).toContain(name);
  });
});
