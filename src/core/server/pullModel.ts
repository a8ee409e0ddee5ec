/** How far is Ollama with fetching a model? */

export interface PullProgress {
  /** The server's own word, e.g. `pulling manifest`. */
  readonly status: string;
  /** 0 to 1; absent where the server does not tell. */
  readonly fraction?: number;
}

/** Reads one line of `/api/pull`. An `error` in it ends the pull. */
export function readPullLine(line: unknown): PullProgress | { readonly error: string } | undefined {
  if (typeof line !== 'object' || line === null) return undefined;
  const { status, error, completed, total } = line as Readonly<Record<string, unknown>>;
  if (typeof error === 'string') return { error };
  if (typeof status !== 'string') return undefined;
  if (typeof completed !== 'number' || typeof total !== 'number' || total <= 0) return { status };
  return { status, fraction: Math.min(1, completed / total) };
}
