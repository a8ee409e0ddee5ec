/** How do placeholders become secrets again when the answer arrives in pieces? */

import { none, some, type Outcome } from '../base/outcome.ts';
import { LONGEST_PLACEHOLDER, type PlaceholderBook, type RestoreFailure } from './placeholders.ts';

export interface StreamRestorer {
  /** What may be shown now; holds back a tail that may be the beginning of a placeholder. */
  push(chunk: string): Outcome<string, RestoreFailure>;
  /** What was held back. After a failure, every further call fails likewise. */
  end(): Outcome<string, RestoreFailure>;
}

export function createStreamRestorer(book: PlaceholderBook): StreamRestorer {
  let held = '';
  let seen = '';
  let failure: ReturnType<typeof none<RestoreFailure>> | undefined;

  const take = (upTo: number): Outcome<string, RestoreFailure> => {
    const ready = held.slice(0, upTo);
    held = held.slice(upTo);
    // Altered words can straddle pieces: look at what came shortly before as well.
    const problem = book.problemIn(seen + ready);
    if (problem !== undefined) {
      failure = none(problem.reason, problem.word);
      return failure;
    }
    const joined = seen + ready;
    seen = joined.slice(safeCut(book, joined));
    return some(book.restoreExact(ready));
  };

  return {
    push(chunk) {
      if (failure !== undefined) return failure;
      held += chunk;
      return take(held.length - book.openTail(held));
    },
    end() {
      return failure ?? take(held.length);
    },
  };
}

/** Where the remembered tail may begin without cutting one of our words in two. */
function safeCut(book: PlaceholderBook, text: string): number {
  const from = Math.max(0, text.length - LONGEST_PLACEHOLDER);
  const cut = book.places(text).find((place) => place.start < from && place.end > from);
  return cut === undefined ? from : cut.start;
}
