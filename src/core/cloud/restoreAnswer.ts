/** What does the answer say once the placeholders are secrets again, for use on this machine? */

import type { CloudEvent } from './cloudCall.ts';
import type { ConversationRedaction, RestoredText } from './cloudPorts.ts';
import { cloudError } from './cloudError.ts';

/**
 * Restores across chunks; what could be the start of a placeholder is held back until it is decided. A placeholder that
 * this conversation never issued rejects with ModelError `protocol`: the model made it up or altered one.
 */
export async function* restoreAnswer(
  events: AsyncIterable<CloudEvent>,
  redaction: Pick<ConversationRedaction, 'restorer'>,
  host: string,
): AsyncGenerator<CloudEvent> {
  const restorers = { text: redaction.restorer(), reasoning: redaction.restorer() };
  const checked = ({ text, unknown }: RestoredText, isAnswer: boolean): string => {
    if (isAnswer && unknown.length > 0) {
      throw cloudError('protocol', {
        host,
        detail: 'the answer holds a placeholder that was never issued; nothing of it can be used',
      });
    }
    return text;
  };
  for await (const event of events) {
    if (event.type === 'text' || event.type === 'reasoning') {
      const text = checked(restorers[event.type].push(event.text), event.type === 'text');
      if (text !== '') yield { type: event.type, text };
    } else if (event.type === 'finish') {
      for (const type of ['reasoning', 'text'] as const) {
        const text = checked(restorers[type].end(), type === 'text');
        if (text !== '') yield { type, text };
      }
      yield event;
    } else {
      yield event;
    }
  }
}
