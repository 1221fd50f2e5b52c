/**
 * Do signing keys change without anybody noticing? Two instances on one database, and a verifier outside that keeps the key set for
 * as long as it is told.
 *
 *   node scripts/run.cjs test/load/key-rotation.ts --engine mysql|sqlite|mariadb|postgres|mongodb
 *     [--every 10] [--minutes 5] [--people 10] [--cache 2]
 *
 * First the instances sign with HS256, and one after the other is restarted with ES256 under traffic: nobody is signed out. Then
 * `janus keys rotate` every so many seconds. A key is published `JWKS_CACHE_SECONDS` and four seconds before it signs, and there is
 * one such key at a time: `--every` must not be shorter, so `--cache` is small here. Claim: no unexpired token is refused, at
 * either instance or outside, and no refresh. Exit 1 if one was.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { patient, runCli } from '../e2e/support/service.js';
import { runProgram, say } from './end.js';
import { argument, databaseOn, enginesFromArgs, numberArgument } from './engine-from-args.js';
import { OutsideVerifier } from './outside-verifier.js';
import type { QuietService } from './quiet-service.js';
import { startQuiet } from './quiet-service.js';
import { TokenTraffic } from './token-traffic.js';

const [engine = 'mysql'] = enginesFromArgs('mysql');
const everySeconds = numberArgument('every', 10, 3_600);
const minutes = Number(argument('minutes') ?? 5);
const people = numberArgument('people', 10, 100);
const cacheSeconds = numberArgument('cache', 2, 3_600);
const marginSeconds = 4;
const issuer = 'http://id.test';
const sharedSecret = randomBytes(48).toString('base64url');
const keyEncryptionKey = randomBytes(32).toString('base64url');
const common = {
  ...patient,
  PUBLIC_URL: issuer,
  KEY_ENCRYPTION_KEY: keyEncryptionKey,
  JWT_SECRET: sharedSecret,
  JWKS_CACHE_SECONDS: String(cacheSeconds),
  ACCESS_TTL_SECONDS: '60',
};

/** Restarts one instance after the other with another algorithm; the other one takes all of the traffic meanwhile. */
async function changeAlgorithm(traffic: TokenTraffic, services: QuietService[], databaseUrl: string): Promise<void> {
  for (const [index, old] of services.entries()) {
    await traffic.without(old.url);
    await old.stop();
    const service = await startQuiet(databaseUrl, { ...common, JWT_ALG: 'ES256' });
    services[index] = service;
    traffic.urls.push(service.url);
    await pause(2_000);
  }
}

async function rotateKeys(databaseUrl: string, seconds: number): Promise<string[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'janus-keys-'));
  const env = { ...common, JWT_ALG: 'ES256', DATABASE_URL: databaseUrl, DATA_DIR: dataDir };
  const [made, failures] = [new Set<string>(), [] as string[]];
  let asked = 0;
  for (const until = Date.now() + seconds * 1000; Date.now() < until; asked += 1) {
    const next = pause(everySeconds * 1000);
    const { code, stdout, stderr } = await runCli(['keys', 'rotate'], env);
    if (code === 0) made.add(stdout);
    else failures.push(`janus keys rotate: ${stderr}`);
    await next;
  }
  rmSync(dataDir, { recursive: true, force: true });
  say(`rotations: ${made.size} keys made in ${seconds} s, asked for ${asked} times`);
  // On a slow machine a rotation may be asked for while the last one is still to come, and is the same then.
  return made.size >= asked / 2 ? failures : [...failures, `only ${made.size} of ${asked} rotations made a key`];
}

async function run(databaseUrl: string, services: QuietService[]): Promise<string[]> {
  for (const _ of [0, 1]) services.push(await startQuiet(databaseUrl, { ...common, JWT_ALG: 'HS256' }));
  const verifier = new OutsideVerifier({ issuer, audience: 'janus', sharedSecret });
  const traffic = new TokenTraffic(
    services.map(({ url }) => url),
    verifier,
  );
  await traffic.people(people);
  traffic.start();
  await pause(2_000);
  await changeAlgorithm(traffic, services, databaseUrl);
  say(`HS256 to ES256: ${traffic.issued} tokens by ${traffic.signers.size} keys, ${traffic.failures.length} failures`);
  traffic.openOutside();
  const failures = await rotateKeys(databaseUrl, minutes * 60);
  await traffic.stop();
  const { verified, issued, signers } = traffic;
  say(
    `${engine}: every ${everySeconds} s for ${minutes} min, JWKS_CACHE_SECONDS ${cacheSeconds}: ${issued} tokens by ${signers.size} keys; ` +
      `verified ${verified.inside} times by the instances, ${verified.outside} times outside with ${verifier.fetches} fetches; ` +
      `${traffic.failures.length} failures`,
  );
  return [...failures, ...traffic.failures.slice(0, 3)];
}

async function main(): Promise<string[]> {
  if (everySeconds < cacheSeconds + marginSeconds)
    throw new Error(
      `--every must be at least --cache + ${marginSeconds}: a key is published for so long before it signs`,
    );
  const database = databaseOn(engine);
  const services: QuietService[] = [];
  try {
    return await run(database.url, services);
  } finally {
    for (const service of services) await service.stop();
    await database.drop();
  }
}

runProgram(main);
