/** The thread that counts long files of the ledger, so that typing never waits for it. */

import { parentPort } from 'node:worker_threads';

import { countFile } from './countFile.ts';
import type { FromCounter, ToCounter } from './countMessages.ts';

const port = parentPort;
const say = (message: FromCounter): void => port?.postMessage(message);

port?.on('message', ({ path, from, to }: ToCounter) => {
  countFile(path, from, to).then(
    (counted) => say({ type: 'counted', counted }),
    (failure: unknown) => say({ type: 'failed', message: String(failure) }),
  );
});
say({ type: 'ready' });
