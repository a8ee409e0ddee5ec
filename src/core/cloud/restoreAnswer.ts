/** What does the answer say once the placeholders are secrets again, for use on this machine? */

import type { Outcome } from '../base/outcome.ts';
import type { CloudEvent } from './cloudCall.ts';
import { cloudError } from './cloudError.ts';
import type { ConversationRedaction } from './cloudPorts.ts';

/**
 * Restores across chunks; what could be the start of a placeholder is held back until it is decided. A placeholder that
 * was never issued, or was altered, rejects with ModelError `protocol`: a wrong value must not reach a file.
 */
export async function* restoreAnswer(
  events: AsyncIterable<CloudEvent>,
  redaction: Pick<ConversationRedaction, 'streamRestorer'>,
  host: string,
): AsyncGenerator<CloudEvent> {
  const restorers = {
    text: redaction.streamRestorer('shownAnswer'),
    reasoning: redaction.streamRestorer('shownAnswer'),
  };
  for await (const event of events) {
    if (event.type === 'text' || event.type === 'reasoning') {
      const text = restored(restorers[event.type].push(event.text), event.type, host);
      if (text !== '') yield { type: event.type, text };
    } else if (event.type === 'finish') {
      for (const type of ['reasoning', 'text'] as const) {
        const text = restored(restorers[type].end(), type, host);
        if (text !== '') yield { type, text };
      }
      yield event;
    } else {
      yield event;
    }
  }
}

/** Thoughts are never applied to a file: a damaged one is dropped. */
function restored(outcome: Outcome<string>, type: 'text' | 'reasoning', host: string): string {
  if (outcome.ok) return outcome.value;
  if (type === 'reasoning') return '';
  const what = outcome.reason === 'alteredPlaceholder' ? 'was altered' : 'was never issued';
  throw cloudError('protocol', {
    host,
    detail: `the answer holds a placeholder that ${what}; none of it can be used`,
  });
}
