/** How is long work done without holding the thread? As a generator that stops after each piece of some milliseconds. */

/** The result, worked out at once. */
export function allOf<T>(slices: Generator<void, T, void>): T {
  for (;;) {
    const step = slices.next();
    if (step.done === true) return step.value;
  }
}

/** The result, with a pause after each piece. `undefined` where `signal` aborted meanwhile. */
export async function inTurns<T>(
  slices: Generator<void, T, void>,
  pause: () => Promise<void>,
  signal: AbortSignal,
): Promise<T | undefined> {
  for (;;) {
    const step = slices.next();
    if (step.done === true) return step.value;
    await pause();
    if (signal.aborted) return undefined;
  }
}
