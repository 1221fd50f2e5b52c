import { parseArgs } from 'node:util';
import { loadSettings } from '@janus/config';
import { examine } from '../doctor/examine.js';
import type { Finding } from '../doctor/finding.js';
import { isHealthy } from '../doctor/finding.js';

/** `janus doctor [--fix] [--json]` */
export async function doctor(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { fix: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  const { settings } = loadSettings();
  const findings = await examine(settings, values.fix);
  const healthy = isHealthy(findings);
  process.stdout.write(values.json ? `${JSON.stringify({ healthy, findings }, null, 2)}\n` : toText(findings));
  process.exitCode = healthy ? 0 : 1;
}

function toText(findings: readonly Finding[]): string {
  return findings.map(({ check, status, message }) => `${status.padEnd(8)} ${check.padEnd(12)} ${message}\n`).join('');
}
