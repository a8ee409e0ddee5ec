/** Which other assistants can be run beside ours? Their engines from npm, fetched into the cache, at their defaults. */

import { chatLib } from './chatLib.ts';
import { continueCore } from './continueCore.ts';
import type { PeerKind } from './peer.ts';
import { tabbyAgent } from './tabbyAgent.ts';

/** Those that npm could install; `TANDEM_BENCH_PEERS` names some of them, separated by commas. */
export async function availablePeers(print: (line: string) => void): Promise<PeerKind[]> {
  const wanted = process.env['TANDEM_BENCH_PEERS']?.split(',');
  const kinds: PeerKind[] = [];
  for (const [name, find] of Object.entries({
    'tabby-agent': tabbyAgent,
    'chat-lib': chatLib,
    continue: continueCore,
  })) {
    if (wanted !== undefined && !wanted.includes(name)) continue;
    const kind = await find().catch((failure: unknown) => {
      print(`${name} does not run here: ${failure instanceof Error ? failure.message : String(failure)}`);
      return undefined;
    });
    if (kind !== undefined) kinds.push(kind);
  }
  return kinds;
}
