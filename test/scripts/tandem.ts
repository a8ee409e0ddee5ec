/** Headless entry points: the extension's own core without an editor. One JSON object a line. */

import { UsageError } from './usageError.ts';

interface Verb {
  run(parameters: string[], input: NodeJS.ReadStream, print: (value: unknown) => void): Promise<void>;
}

const verbs: Record<string, () => Promise<Verb>> = {
  redact: () => import('./verbs/redact.ts'),
  gate: () => import('./verbs/gate.ts'),
  detect: () => import('./verbs/detect.ts'),
  apply: () => import('./verbs/apply.ts'),
  complete: () => import('./verbs/complete.ts'),
  replay: () => import('./verbs/replay.ts'),
};

const [name, ...rest] = process.argv.slice(2);
try {
  const load = name !== undefined && Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (load === undefined) throw new UsageError(`Name one of: ${Object.keys(verbs).join(', ')}.`);
  const verb = await load();
  await verb.run(rest, process.stdin, (value) => {
    process.stdout.write(`${JSON.stringify(value)}\n`);
  });
} catch (failure) {
  if (failure instanceof Error && failure.name === 'UsageError') {
    process.stderr.write(`${failure.message}\n`);
    process.exitCode = 2;
  } else {
    process.stderr.write(
      `${failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)}\n`,
    );
    process.exitCode = 1;
  }
}
