import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checkpoint } from './checkpoint-file.js';
import { CheckpointFile } from './checkpoint-file.js';
import { ReportFile } from './report-file.js';

const good: Checkpoint = {
  file: 'J6HRusBrw7eP__76cJeggv1d-uk2wgoJ6HRusBrw7eP',
  importId: 'AAAAAAAAAAAAAAAAAAAAAA',
  startedAt: '2026-11-24T10:00:00.000Z',
  line: 5,
  offset: 210,
  stored: 4,
  refused: 1,
  reportBytes: 99,
  storedId: '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b',
};

describe('what an import leaves beside its file', () => {
  let folder: string;
  let precious: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'janus-test-'));
    precious = join(folder, 'precious');
    await writeFile(precious, 'precious');
  });

  afterEach(() => rm(folder, { recursive: true }));

  const path = () => join(folder, 'report');
  const fifo = (name: string) => execFileSync('mkfifo', [name]);

  describe('the checkpoint', () => {
    const read = (value: unknown) =>
      writeFile(path(), typeof value === 'string' ? value : JSON.stringify(value)).then(() =>
        new CheckpointFile(path()).read(),
      );

    it('comes back as it was written', async () => {
      const file = new CheckpointFile(path());
      expect(await file.read()).toBeNull();
      await file.write({ ...good, storedId: null });
      await file.write(good);
      expect(await file.read()).toEqual(good);
      expect((await stat(path())).mode % 0o1000).toBe(0o600);
      await file.remove();
      expect(await readdir(folder)).toEqual(['precious']);
    });

    it.each([
      ['nothing', ''],
      ['a list', []],
      ['a negative offset', { ...good, offset: -5 }],
      ['half a line', { ...good, line: 1.5 }],
      ['a huge offset', { ...good, offset: 1e300 }],
      ['less than nothing stored', { ...good, stored: -1 }],
      ['no instant', { ...good, startedAt: 'never' }],
      ['a condition for an id', { ...good, storedId: { $gt: '' } }],
      ['another id', { ...good, storedId: "' or 1=1" }],
      ['a member too few', { ...good, importId: undefined }],
    ])('is refused with %s', async (_what, value) => {
      await expect(read(value)).rejects.toThrow('is no checkpoint of an import');
    });

    it('is not read through a link, nor waited for at a pipe', async () => {
      await symlink(precious, path());
      await expect(new CheckpointFile(path()).read()).rejects.toThrow('it is a symbolic link');
      fifo(join(folder, 'pipe'));
      await expect(new CheckpointFile(join(folder, 'pipe')).read()).rejects.toThrow('it is not a regular file');
    });

    it('belongs to one run: the other one stops, whatever became of it', async () => {
      const [one, other] = [new CheckpointFile(path()), new CheckpointFile(path())];
      await one.write(good);
      expect(await other.read()).toEqual(good);
      await other.write({ ...good, line: 6 });
      await expect(one.write({ ...good, line: 9 })).rejects.toThrow('another import with this report is running');
      await expect(new CheckpointFile(path()).write(good)).rejects.toThrow('another import');
      await other.write({ ...good, line: 7 });
      await one.remove();
      await expect(other.write({ ...good, line: 8 })).rejects.toThrow('another import');
    });

    it('is written by one of two that write at once, or by both', async () => {
      await new CheckpointFile(path()).write(good);
      for (let line = 0; line < 50; line += 1) {
        const runs = [new CheckpointFile(path()), new CheckpointFile(path())];
        for (const run of runs) await run.read();
        const outcomes = await Promise.allSettled(runs.map((run, n) => run.write({ ...good, line, offset: n })));
        const reasons = outcomes.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
        for (const reason of reasons) expect(reason).toContain('another import with this report is running');
        expect(await new CheckpointFile(path()).read()).toMatchObject({ line });
      }
    });

    it.each(['link', 'pipe'])('is written where a %s lies in its way', async (what) => {
      if (what === 'link') await symlink(precious, `${path()}.new`);
      else fifo(`${path()}.new`);
      const file = new CheckpointFile(path());
      await file.write(good);
      expect(await file.read()).toEqual(good);
      expect(await readFile(precious, 'utf8')).toBe('precious');
    });
  });

  describe('the report', () => {
    const refused = [{ line: 2, code: 'EMAIL_TAKEN', errors: [] } as const];
    const write = async (to: string, kept = 0) => {
      const report = await ReportFile.open(to, kept);
      await report.add(refused);
      await report.close();
    };

    it('replaces an older report, or goes on behind what is kept of it', async () => {
      await write(path());
      const line = await readFile(path(), 'utf8');
      await write(path());
      expect(await readFile(path(), 'utf8')).toBe(line);
      await write(path(), line.length);
      expect(await readFile(path(), 'utf8')).toBe(line + line);
    });

    it('writes over nothing else', async () => {
      await expect(write(precious)).rejects.toThrow('holds something else than a report');
      await symlink(precious, path());
      await expect(write(path())).rejects.toThrow('it is a symbolic link');
      expect(await readFile(precious, 'utf8')).toBe('precious');
      fifo(join(folder, 'pipe'));
      await expect(write(join(folder, 'pipe'))).rejects.toThrow('it is not a regular file');
      await expect(write('/dev/null')).rejects.toThrow('it is not a regular file');
    });
  });
});
