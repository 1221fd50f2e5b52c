import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './quiet-service.js';

const patienceMs = 20_000;
const nobody = 65_534;

/** As strict as Postfix can be with what it takes: what a lenient server would mend it refuses. */
const settings = (folder: string) => ({
  compatibility_level: '3.6',
  myhostname: 'mx.example.test',
  mydestination: '',
  mynetworks: '127.0.0.0/8',
  inet_interfaces: 'loopback-only',
  inet_protocols: 'ipv4',
  queue_directory: join(folder, 'queue'),
  data_directory: join(folder, 'data'),
  maillog_file: join(folder, 'mail.log'),
  maillog_file_prefixes: folder,
  alias_maps: '',
  local_recipient_maps: '',
  default_transport: 'error:nothing leaves this machine',
  virtual_mailbox_domains: 'example.com',
  virtual_mailbox_base: folder,
  virtual_mailbox_maps: 'static:maildir/',
  virtual_minimum_uid: String(nobody),
  virtual_uid_maps: `static:${nobody}`,
  virtual_gid_maps: `static:${nobody}`,
  virtual_destination_recipient_limit: '1',
  smtpd_tls_security_level: 'may',
  smtpd_tls_cert_file: join(folder, 'cert.pem'),
  smtpd_tls_key_file: join(folder, 'key.pem'),
  smtpd_tls_received_header: 'yes',
  smtpd_tls_mandatory_protocols: '>=TLSv1.2',
  smtpd_helo_required: 'yes',
  smtpd_helo_restrictions: 'reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname',
  smtpd_sender_restrictions: 'reject_non_fqdn_sender',
  smtpd_relay_restrictions: 'reject_unauth_destination',
  smtpd_recipient_restrictions: 'reject_non_fqdn_recipient',
  smtpd_data_restrictions: 'reject_unauth_pipelining, reject_multi_recipient_bounce',
  strict_rfc821_envelopes: 'yes',
  strict_7bit_headers: 'yes',
  strict_8bitmime_body: 'yes',
  strict_mime_encoding_domain: 'yes',
});

const services = (port: number) => `
127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
`;

export interface Mta {
  readonly name: string;
  readonly url: string;
  /** Where it puts every mail, whoever it is for. */
  readonly maildir: string;
  stop(): Promise<void>;
}

/**
 * A Postfix of its own, beside any that runs: its settings, queue and mails are in a folder that goes in the end. It needs
 * Debian's package `postfix` and, as Postfix does, root.
 */
export async function startPostfix(): Promise<Mta> {
  const folder = mkdtempSync(join(tmpdir(), 'janus-postfix-'));
  chmodSync(folder, 0o755);
  const [maildir, data, config] = ['maildir', 'data', 'config'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const one of [maildir, data, config, join(folder, 'queue')]) mkdirSync(one);
  chownSync(maildir, nobody, nobody);
  chownSync(data, Number(execFileSync('id', ['-u', 'postfix'], { encoding: 'utf8' })), 0);
  const request =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=mx.example.test'.split(' ');
  execFileSync('openssl', [...request, '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], {
    stdio: 'ignore',
  });
  const port = await freePort();
  const lines = Object.entries(settings(folder)).map(([name, value]) => `${name} = ${value}\n`);
  writeFileSync(join(config, 'main.cf'), lines.join(''));
  writeFileSync(join(config, 'master.cf'), services(port));
  const version = execFileSync('postconf', ['-c', config, '-h', 'mail_version'], { encoding: 'utf8' }).trim();
  const stop = async () => {
    execFileSync('postfix', ['-c', config, 'stop'], { stdio: 'ignore' });
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  const child = spawn('postfix', ['-c', config, 'start-fg'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  await listening(child, join(folder, 'mail.log'));
  return { name: `Postfix ${version}`, url: `smtp://127.0.0.1:${port}`, maildir, stop };
}

async function listening(child: ChildProcess, log: string): Promise<void> {
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const startedAt = performance.now();
  const told = () => {
    try {
      return readFileSync(log, 'utf8');
    } catch {
      return '';
    }
  };
  while (!told().includes('daemon started')) {
    if (child.exitCode !== null || performance.now() - startedAt > patienceMs) {
      child.kill();
      throw new Error(`Postfix does not start:\n${complaint}${told()}`);
    }
    await pause(50);
  }
}
