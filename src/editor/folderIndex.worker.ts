/** The worker that builds the index of one folder, so that typing never waits for it. */

import { parentPort, workerData } from 'node:worker_threads';

import { FolderIndex } from './folderIndex.ts';
import type { FromIndex, IndexWorkerData, ToIndex } from './indexMessages.ts';

const port = parentPort;
if (port !== null) {
  const say = (message: FromIndex): void => port.postMessage(message);
  const index = new FolderIndex({
    ...(workerData as IndexWorkerData),
    onProgress: (done, total) => say({ type: 'progress', done, total }),
  });
  let unsaved = 0;
  const fail = (failure: unknown): void =>
    say({ type: 'failed', message: failure instanceof Error ? failure.message : String(failure) });
  // One after the other: an update must not meet a half-built index.
  let work = index
    .build()
    .then(() => say({ type: 'built', files: index.size }))
    .catch(fail);
  const update = async (paths: readonly string[]): Promise<void> => {
    for (const path of paths) await index.update(path);
    unsaved += paths.length;
    if (unsaved < 50) return;
    unsaved = 0;
    await index.save();
  };
  port.on('message', (message: ToIndex) => {
    switch (message.type) {
      case 'pause':
        index.setPaused(message.paused);
        break;
      case 'update':
        work = work.then(() => update(message.paths)).catch(fail);
        break;
      case 'search':
        void index
          .search(message.question, message.limit, message.vector)
          .then((places) => say({ type: 'places', id: message.id, places }))
          .catch(fail);
        break;
      case 'symbols':
        say({ type: 'symbols', id: message.id, symbols: index.symbols(message.query, message.limit) });
        break;
      case 'beginVectors':
        work = work
          .then(() => index.beginVectors(message.model))
          .then(() => say({ type: 'vectorsBegun', id: message.id }))
          .catch(fail);
        break;
      case 'nextToEmbed':
        work = work
          .then(() => index.nextToEmbed())
          .then((files) => say({ type: 'toEmbed', id: message.id, files }))
          .catch(fail);
        break;
      case 'putVectors':
        work = work.then(() => index.putVectors(message.file, message.vectors)).catch(fail);
        break;
      case 'names':
        say({ type: 'names', id: message.id, names: index.find(message.query, message.limit) });
        break;
      case 'under':
        say({ type: 'under', id: message.id, files: index.under(message.folder, message.limit) });
        break;
    }
  });
}
