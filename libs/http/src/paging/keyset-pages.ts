import type { CursorPosition } from './cursor-codec.js';
import { CursorCodec } from './cursor-codec.js';
import type { PageQueryDto } from './page.dto.js';
import type { PageResponse } from './page.response.js';
import { pageResponse } from './page.response.js';

const usualLimit = 20;

/** One list that is read in pages. */
export interface KeysetList<T, Shown> {
  /** Everything that decides the order and the content, so that a cursor never goes on in another list. */
  readonly binding: readonly unknown[];
  readonly list: (after: CursorPosition | null, limit: number) => Promise<readonly T[]>;
  readonly count: () => Promise<number>;
  readonly positionOf: (one: T) => CursorPosition;
  readonly show: (one: T) => Shown;
}

/** Pages of lists: cursors in, cursors out. */
export class KeysetPages {
  private readonly cursors: CursorCodec;

  /** @param key used for nothing but cursors */
  constructor(key: Buffer) {
    this.cursors = new CursorCodec(key);
  }

  /** @throws Problem INVALID_CURSOR */
  async page<T, Shown>(query: PageQueryDto, of: KeysetList<T, Shown>): Promise<PageResponse<Shown>> {
    const limit = Number(query.limit ?? usualLimit);
    const binding = JSON.stringify(of.binding);
    const after = query.cursor === undefined ? null : this.cursors.decode(query.cursor, binding);
    // One more than asked for tells whether there is a next page.
    const found = await of.list(after, limit + 1);
    const total = query.withTotal === 'true' ? await of.count() : undefined;
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const nextCursor = last === undefined ? null : this.cursors.encode(of.positionOf(last), binding);
    return pageResponse(
      shown.map((one) => of.show(one)),
      { nextCursor, limit, total },
    );
  }
}
