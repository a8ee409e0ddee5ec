/** How is a simulated slot asked without a network, in any clock? */

import type { FimClient, FimRequest, StreamEvent } from '../../../src/core/model/stream.ts';
import type { SimulatedSlot, SlotRequest } from './simulatedSlot.ts';

/** Tokens come one by one; leaving the loop or aborting tells the slot that nobody listens. */
export function slotClient(slot: SimulatedSlot): FimClient {
  return { complete: (request, signal) => answer(slot, request, signal) };
}

async function* answer(
  slot: SimulatedSlot,
  request: FimRequest,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  const waiting: string[] = [];
  let hasLeft = false;
  let wake = (): void => undefined;
  const isGone = (): boolean => hasLeft || signal.aborted;
  const served = slot.serve(asked(request), {
    isGone,
    token(text) {
      waiting.push(text);
      wake();
    },
  });
  let isOver = false;
  void served.then(() => {
    isOver = true;
    wake();
  });
  const abort = (): void => wake();
  signal.addEventListener('abort', abort, { once: true });
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = waiting.shift();
      if (next !== undefined) yield { type: 'text', text: next };
      else if (isOver) break;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    const { finish, promptTokens, generatedTokens, cachedTokens } = await served;
    const usage = { tokensIn: promptTokens, tokensOut: generatedTokens, tokensCached: cachedTokens };
    yield { type: 'end', finishReason: finish === 'limit' ? 'length' : 'stop', usage };
  } finally {
    hasLeft = true;
    signal.removeEventListener('abort', abort);
  }
}

function asked({ prompt, maxTokens }: FimRequest): SlotRequest {
  const laid = prompt.segments.map((one) => ('control' in one ? one.control : one.text)).join('');
  return {
    prompt: laid,
    prefix: prompt.prefixWithSnippets ?? prompt.prefix,
    suffix: prompt.suffix,
    maxTokens,
  };
}
