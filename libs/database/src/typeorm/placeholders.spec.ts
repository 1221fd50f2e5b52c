import { withPlaceholders } from './placeholders.js';

describe('withPlaceholders', () => {
  it('puts a mark for each value, numbers too, and keeps their order', () => {
    const at = new Date(0);
    expect(withPlaceholders('UPDATE t SET a = :a, b = :b WHERE c > :a', { b: at, a: 7 })).toEqual({
      sql: 'UPDATE t SET a = ?, b = ? WHERE c > ?',
      values: [7, at, 7],
    });
  });

  it('puts as many as a list has values', () => {
    expect(withPlaceholders('DELETE FROM t WHERE id IN (:...ids) AND n = :n', { ids: ['x', 'y'], n: null })).toEqual({
      sql: 'DELETE FROM t WHERE id IN (?, ?) AND n = ?',
      values: ['x', 'y', null],
    });
  });

  it('leaves alone what is no parameter', () => {
    const sql = "SELECT '12:30', :toString";
    expect(withPlaceholders(sql, {})).toEqual({ sql, values: [] });
  });
});
