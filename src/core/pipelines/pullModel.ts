/** How does Ollama fetch a model, with progress, until it is there or was cancelled? */

import { readJsonLines } from '../model/bodyFrames.ts';
import type { Connection, Patience } from '../model/connection.ts';
import { parseJson } from '../model/json.ts';
import { ModelError } from '../model/modelError.ts';
import { postJson } from '../model/postJson.ts';
import { readPullLine, type PullProgress } from '../server/pullModel.ts';

/** Between two lines: verifying a big file takes a while. */
const patience: Patience = { firstTokenMs: 60_000, idleMs: 120_000 };

/** Resolves when the model is there. Rejects with ModelError, or with the signal's reason; the server keeps what it has fetched. */
export async function pullModel(
  connection: Connection,
  model: string,
  onProgress: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const posted = await postJson(
    connection,
    { path: '/api/pull', body: { model, stream: true }, patience },
    signal,
  );
  posted.begun();
  try {
    let isDone = false;
    for await (const line of readJsonLines(posted.chunks)) {
      const progress = readPullLine(parseJson(line));
      if (progress === undefined) continue;
      if ('error' in progress)
        throw new ModelError('modelMissing', { host: connection.host, detail: progress.error });
      onProgress(progress);
      isDone = progress.status === 'success';
    }
    if (!isDone) throw new ModelError('protocol', { host: connection.host, cause: 'endedEarly' });
  } finally {
    posted.close();
  }
}
