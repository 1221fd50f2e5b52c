import type { DataSource } from 'typeorm';
import { prepareStatements } from './prepared-statements.js';

describe('prepared statements on PostgreSQL', () => {
  const release = jest.fn();
  const query = jest.fn();
  const driver = { master: { connect: async () => ({ query, release }) } };
  const prepared = prepareStatements({ driver } as unknown as DataSource, 'postgres', null);

  beforeEach(() => jest.resetAllMocks());

  it('have a name each, numbered parameters, and give the connection back', async () => {
    query.mockResolvedValue({ rows: [{ id: 1 }], rowCount: 1 });
    expect(await prepared.rows('SELECT id FROM a WHERE b = ? AND c = ?', [1, 2])).toEqual([{ id: 1 }]);
    expect(await prepared.write('UPDATE a SET b = ?', [1], 0)).toBe(1);
    await prepared.write('UPDATE a SET b = ?', [2], 0);
    expect(query.mock.calls).toEqual([
      [{ name: 'janus_1', text: 'SELECT id FROM a WHERE b = $1 AND c = $2', values: [1, 2] }],
      [{ name: 'janus_2', text: 'UPDATE a SET b = $1', values: [1] }],
      [{ name: 'janus_2', text: 'UPDATE a SET b = $1', values: [2] }],
    ]);
    expect(release.mock.calls).toEqual([[], [], []]);
  });

  it.each([
    ['keep the connection when a unique index refuses a row', { severity: 'ERROR', code: '23505' }, undefined],
    ['close it when the server ends it', { severity: 'FATAL', code: '57P01' }, expect.any(Error)],
    ['close it when there was no answer', { code: 'ECONNRESET' }, expect.any(Error)],
  ])('%s', async (_what, fields, given) => {
    query.mockRejectedValue(Object.assign(new Error('refused'), fields));
    await expect(prepared.write('INSERT INTO a VALUES (?)', [1], 0)).rejects.toThrow('refused');
    expect(release.mock.calls).toEqual([[given]]);
  });
});
