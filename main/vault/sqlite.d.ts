/** The part of better-sqlite3-multiple-ciphers that is used; its package names no types. */
declare module "better-sqlite3-multiple-ciphers" {
  export interface Statement {
    run(...values: unknown[]): { changes: number; lastInsertRowid: number | bigint };
    get(...values: unknown[]): unknown;
    all(...values: unknown[]): unknown[];
  }

  /** Synchronous; errors carry SQLite's own name in `code`. */
  export class Database {
    constructor(path: string, options?: { timeout?: number });
    pragma(text: string, options?: { simple?: boolean }): unknown;
    exec(sql: string): this;
    prepare(sql: string): Statement;
    transaction<R>(work: () => R): () => R;
    close(): this;
  }

  export default Database;
}
