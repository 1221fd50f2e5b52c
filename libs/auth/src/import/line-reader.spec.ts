import { longestLine, readLines } from './line-reader.js';

async function* inChunks(bytes: Buffer, size: number) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function linesOf(text: string | Buffer, size = 1 << 20, from = { line: 0, offset: 0 }) {
  const bytes = Buffer.from(text as string);
  const found = [];
  for await (const line of readLines(inChunks(bytes.subarray(from.offset), size), from)) found.push(line);
  return found;
}

const texts = async (text: string | Buffer, size?: number) =>
  (await linesOf(text, size)).map(({ bytes }) => bytes?.toString() ?? null);

describe('lines of a file', () => {
  it.each([1, 2, 3, 5, 1000])('are cut at LF and CR LF in chunks of %i bytes', async (size) => {
    expect(await texts('a\nbé\r\n\n\r\nc\rd\ne', size)).toEqual(['a', 'bé', '', '', 'c\rd', 'e']);
    expect(await texts('a\n', size)).toEqual(['a']);
    expect(await texts('', size)).toEqual([]);
    expect(await texts('\ufeffa\n\ufeffb\n', size)).toEqual(['a', '\ufeffb']);
    expect(await texts('\ufeff', size)).toEqual(['']);
  });

  it('know where they end, so that reading can go on there', async () => {
    const text = `\ufeffa\r\n\n${'x'.repeat(longestLine + 1)}\né\nlast`;
    const whole = await linesOf(text, 7);
    expect(whole.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(whole.at(-1)?.endOffset).toBe(Buffer.byteLength(text));
    for (const [index, { number, endOffset }] of whole.entries()) {
      expect(await linesOf(text, 7, { line: number, offset: endOffset })).toEqual(whole.slice(index + 1));
    }
  });

  it('may have 64 KiB, not counting their ends, and the next one is read all the same', async () => {
    const longest = 'x'.repeat(longestLine);
    for (const size of [1000, 1 << 20]) {
      expect(await texts(`\ufeff${longest}\r\n${longest}\n${longest}`, size)).toEqual([longest, longest, longest]);
      expect(await texts(`${longest}x\r\na\n${longest}x\nb\n${longest}${longest}`, size)).toEqual([
        null,
        'a',
        null,
        'b',
        null,
      ]);
    }
  });
});
