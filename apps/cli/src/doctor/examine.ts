import { unreadableKeys } from '@janus/auth';
import type { Settings } from '@janus/config';
import type { Engine } from '@janus/database';
import { isProblem, kernelProblems } from '@janus/kernel';
import { SuperAdminRecountService } from '@janus/users';
import { connect } from '../../../auth-api/src/core/open-database.js';
import { describeFailure } from '../../../auth-api/src/start/failures.js';
import type { Finding } from './finding.js';

/** Looks at everything in turn; what needs an earlier thing that is not well is skipped. */
export async function examine(settings: Settings, fixes: boolean): Promise<Finding[]> {
  let engine: Engine | null = null;
  const found: Finding[] = [];
  try {
    engine = await connect(settings);
    await engine.ping();
    found.push({ check: 'database', status: 'ok', message: `${engine.name} answers` });
    found.push(await examineMigrations(engine));
    if (found.at(-1)?.status === 'ok') {
      found.push(await examineKeys(engine, settings));
      found.push(await examineSuperAdmins(engine, fixes));
    }
  } catch (error) {
    if (!isProblem(error, kernelProblems.DATABASE_UNAVAILABLE)) throw error;
    found.push({ check: 'database', status: 'finding', message: describeFailure(error).message });
  } finally {
    await engine?.close();
  }
  return withSkipped(found);
}

async function examineMigrations({ migrations }: Engine): Promise<Finding> {
  const { applied, pending } = await migrations.status();
  const check = 'migrations';
  if (pending.length === 0) return { check, status: 'ok', message: `all ${applied.length} are applied` };
  return { check, status: 'finding', message: `${pending.join(', ')} to be applied; run: janus migrate up` };
}

async function examineKeys({ adapters }: Engine, { keyEncryptionKeys }: Settings): Promise<Finding> {
  const keys = await adapters.signingKeys.list();
  const unreadable = unreadableKeys(keyEncryptionKeys, keys);
  const check = 'keys';
  if (unreadable.length === 0) {
    return { check, status: 'ok', message: `KEY_ENCRYPTION_KEY opens all of ${keys.length} signing keys` };
  }
  const message = `KEY_ENCRYPTION_KEY does not open ${unreadable.join(', ')}; add the key that sealed them, behind a comma`;
  return { check, status: 'finding', message };
}

async function examineSuperAdmins({ adapters }: Engine, fixes: boolean): Promise<Finding> {
  const { users, superAdminCount, setup } = adapters;
  const recount = new SuperAdminRecountService(users, superAdminCount);
  const { counted, real } = await recount.settled();
  const check = 'superAdmins';
  if (counted !== real) {
    const message = `${real} active, but counted as ${counted}`;
    if (!fixes) return { check, status: 'finding', message: `${message}; run: janus doctor --fix` };
    return { check, status: 'fixed', message: `${message}; counted again: ${await recount.recount()}` };
  }
  if (real > 0) return { check, status: 'ok', message: `${real} active, and counted so` };
  const { claimedBy } = await setup.read();
  if (claimedBy !== null && (await users.findById(claimedBy))) {
    return { check, status: 'finding', message: 'none is active; run: janus admin recover --email <address>' };
  }
  return { check, status: 'ok', message: 'none yet; run: janus admin create --email <address>' };
}

/** Every check is in the answer, whatever became of those before. */
function withSkipped(found: readonly Finding[]): Finding[] {
  return (['database', 'migrations', 'keys', 'superAdmins'] as const).map((check) => {
    const skipped: Finding = { check, status: 'skipped', message: 'not looked at' };
    return found.findLast((finding) => finding.check === check) ?? skipped;
  });
}
