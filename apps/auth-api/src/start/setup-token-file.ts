import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The setup token where only the host's user can read it: `DATA_DIR/setup-token`, mode 600. */
export class SetupTokenFile {
  readonly path: string;

  constructor(private readonly dataDir: string) {
    this.path = join(dataDir, 'setup-token');
  }

  /** Replaces the file in one step, so that nobody reads half a token. */
  async write(token: string): Promise<void> {
    await mkdir(this.dataDir, { recursive: true, mode: 0o700 });
    const fresh = `${this.path}.${randomUUID()}`;
    await writeFile(fresh, `${token}\n`, { mode: 0o600, flag: 'wx' });
    await rename(fresh, this.path);
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }
}
