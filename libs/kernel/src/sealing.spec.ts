import { seal, unseal } from './sealing.js';

const [key, other] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];
const of = (keys: Buffer[], context = 'record', purpose = 'test') => ({ keys, purpose, context });

describe('a sealed text', () => {
  it('opens with the key that sealed it, whichever place it has', () => {
    const sealed = seal(of([key]), 'private');
    expect(unseal(of([key]), sealed)).toBe('private');
    expect(unseal(of([other, key]), sealed)).toBe('private');
    expect(seal(of([key]), 'private')).not.toBe(sealed);
    expect(sealed).not.toContain('private');
    expect(() => seal(of([]), 'private')).toThrow('no key');
  });

  it('opens neither with another key, nor elsewhere, nor for another purpose, nor altered', () => {
    const sealed = seal(of([key]), 'private');
    expect(unseal(of([other]), sealed)).toBeNull();
    expect(unseal(of([key], 'another record'), sealed)).toBeNull();
    expect(unseal(of([key], 'record', 'another purpose'), sealed)).toBeNull();
    const parts = sealed.split('.');
    for (const [index, part] of parts.entries()) {
      const altered = parts.with(index, `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`).join('.');
      expect(unseal(of([key]), altered)).toBeNull();
    }
    for (const text of ['', 'v1', 'v1.a.b.', sealed.slice(0, -2)]) expect(unseal(of([key]), text)).toBeNull();
  });
});
