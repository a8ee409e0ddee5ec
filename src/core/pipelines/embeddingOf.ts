/** How does the codebase's index ask this server for vectors? */

import { embedTexts } from '../model/embedTexts.ts';
import { embeddingModel } from '../server/embeddingModel.ts';
import type { EmbeddingModel } from './embedCodebase.ts';
import type { InspectedServer } from './inspection.ts';

/** `undefined` where the server has no embedding model. */
export function embeddingOf({
  models,
  connection,
  fingerprint,
}: InspectedServer): EmbeddingModel | undefined {
  const model = embeddingModel(models)?.id;
  if (model === undefined) return undefined;
  const dialect = fingerprint.chatDialect;
  return {
    model,
    host: connection.host,
    embed: (texts, signal) => embedTexts(connection, { dialect, model, texts }, signal),
  };
}
