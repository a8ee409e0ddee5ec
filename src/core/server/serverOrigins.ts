/** Which servers of the settings may be sent the server's key of the environment? */

import type { Settings } from '../settings/settings.ts';
import { normalizeUrl, originOf, splitUrls } from './normalizeUrl.ts';

export function serverOrigins(
  current: Pick<Settings, 'server.url' | 'completion.url' | 'chat.url'>,
): string[] {
  return (
    [current['server.url'], current['completion.url'], current['chat.url']]
      .flatMap(splitUrls)
      // Without a scheme several are tried; a key never follows from https to http.
      .flatMap((address) => normalizeUrl(address).candidates[0] ?? [])
      .map(originOf)
  );
}
