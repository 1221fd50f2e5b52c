import type { FileHandle } from 'node:fs/promises';
import { constants, open } from 'node:fs/promises';

// Neither waits for the other end of a pipe nor follows a link, which may lead to a file that is none of ours.
const careful = constants.O_NONBLOCK | constants.O_NOFOLLOW;
const flags = { r: constants.O_RDONLY, a: constants.O_RDWR | constants.O_APPEND | constants.O_CREAT };

/** Opens a file that the import itself makes, to read it or to read and append. @throws an error if something else lies there */
export async function openOwn(path: string, mode: 'r' | 'a'): Promise<FileHandle> {
  const handle = await open(path, flags[mode] | careful, 0o600).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ELOOP' ? new Error('it is a symbolic link') : error;
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new Error('it is not a regular file');
}
