/** How busy does a server say it is, in its own metrics? */

import type { Fetch } from '../core/base/ports.ts';
import { parseServerLoad, type ServerLoad } from '../core/usage/serverLoad.ts';

const metricsTimeoutMs = 2_000;

/** `undefined` where the server publishes none or does not answer in time. */
export async function readLoad(url: string, fetch: Fetch): Promise<ServerLoad | undefined> {
  try {
    const signal = AbortSignal.timeout(metricsTimeoutMs);
    const response = await fetch(`${url}/metrics`, { signal, redirect: 'error' });
    return response.ok ? parseServerLoad(await response.text()) : undefined;
  } catch {
    return undefined;
  }
}
