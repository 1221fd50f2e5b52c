/** Where clients reach the service: as configured, or from the port that the system chose once it listens. */
export class PublicUrl {
  constructor(private value: string | null) {}

  readonly get = (): string => {
    if (this.value === null) throw new Error('the public URL is not known before the service listens');
    return this.value;
  };

  /** A configured URL stays. */
  listensOn(port: number): void {
    this.value ??= `http://localhost:${port}`;
  }
}
