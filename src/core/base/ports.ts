/** What does core need from the outside? Network, storage, hashing and chance come in as these. */

/** The host's `fetch`; in VS Code the patched one that honours its proxy and certificate settings. */
export type Fetch = (input: string, init?: FetchInit) => Promise<Response>;

export interface FetchInit {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  readonly redirect?: 'follow' | 'error' | 'manual';
}

/** A random number in [0, 1), unpredictable where it guards something (placeholder tags). */
export type Random = () => number;

/** Lower-case hexadecimal SHA-256 of the UTF-8 bytes of a text. */
export type Sha256 = (text: string) => Promise<string>;

/** Small JSON values kept between sessions (VS Code's Memento). Holds no secret and no code. */
export interface KeyValueStore {
  get(key: string): unknown;
  set(key: string, value: unknown): Promise<void>;
}

/** Files by name in one folder of ours. Every method rejects with an Error when the disk refuses. */
export interface FileStore {
  /** The whole text, or `undefined` where there is no such file. */
  read(name: string): Promise<string | undefined>;
  /** Replaces the file in one step: a crash leaves the old text or the new one. */
  write(name: string, text: string): Promise<void>;
  /** Appends and resolves when the bytes are with the operating system; a line is never interleaved with another writer's. */
  append(name: string, text: string): Promise<void>;
  list(): Promise<string[]>;
  /** Bytes of the file; 0 where there is none. */
  size(name: string): Promise<number>;
  rename(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Keys by name (VS Code's SecretStorage). */
export interface SecretStore {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}
