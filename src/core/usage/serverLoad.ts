/** How busy is the team's server? From its own metrics, where it has them. */

export interface ServerLoad {
  /** Requests being answered. */
  readonly running: number;
  /** Requests that wait for their turn. */
  readonly waiting: number;
}

/** vLLM, llama.cpp (`--metrics`) and TGI name the same two figures differently. */
const names: readonly { readonly running: string; readonly waiting: string }[] = [
  { running: 'vllm:num_requests_running', waiting: 'vllm:num_requests_waiting' },
  { running: 'llamacpp:requests_processing', waiting: 'llamacpp:requests_deferred' },
  { running: 'tgi_batch_current_size', waiting: 'tgi_queue_size' },
];

/** Reads the Prometheus text format; `undefined` where neither figure is in it. Models of one server are added together. */
export function parseServerLoad(metrics: string): ServerLoad | undefined {
  const sums = new Map<string, number>();
  for (const line of metrics.split('\n')) {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{[^}]*\})?\s+([-+\d.eE]+)/.exec(line);
    if (match?.[1] === undefined) continue;
    const value = Number(match[2]);
    if (Number.isFinite(value)) sums.set(match[1], (sums.get(match[1]) ?? 0) + value);
  }
  for (const { running, waiting } of names) {
    if (!sums.has(running) && !sums.has(waiting)) continue;
    return { running: sums.get(running) ?? 0, waiting: sums.get(waiting) ?? 0 };
  }
  return undefined;
}
