/** Bad arguments of a headless entry point: one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
