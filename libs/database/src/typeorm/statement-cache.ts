// The statements of lists are many: order, filters and page size are in their text.
const capacity = 500;

/** What was made for a statement, by its text. The oldest goes when there are too many. */
export class StatementCache<T> {
  private readonly made = new Map<string, T>();

  constructor(private readonly make: (sql: string) => T) {}

  get(sql: string): T {
    const known = this.made.get(sql);
    if (known !== undefined) return known;
    const one = this.make(sql);
    const [oldest] = this.made.keys();
    if (oldest !== undefined && this.made.size >= capacity) this.made.delete(oldest);
    this.made.set(sql, one);
    return one;
  }

  /** It is made again at the next time. */
  forget(sql: string): void {
    this.made.delete(sql);
  }
}
