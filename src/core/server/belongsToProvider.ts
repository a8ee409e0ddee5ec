/** Does this server belong to a provider of models rather than to the team? Files that stay local are not shown to it. */

import { fingerprints } from './fingerprints.ts';
import { hostOf } from './normalizeUrl.ts';

export function belongsToProvider(url: string): boolean {
  const host = hostOf(url);
  return fingerprints.some(({ isHost }) => isHost?.(host) === true);
}
