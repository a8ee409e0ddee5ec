/** What is the model told about an answer that could not be applied? */

import type { PlanReason } from './planChanges.ts';

/** In plain English; the editor has its own words for people. */
export function applyFailureSentence(reason: PlanReason): string {
  switch (reason) {
    case 'noMatch':
      return 'the SEARCH lines were not found in the code.';
    case 'ambiguous':
      return 'the SEARCH lines stand in the code more than once.';
    case 'elided':
      return 'code was left out and replaced by a comment.';
    case 'truncated':
      return 'the answer ended before it was complete.';
    case 'unchanged':
      return 'the answer changes nothing.';
    case 'noCode':
      return 'the answer holds no code.';
    case 'severalFences':
      return 'several code blocks, of which none is the whole file.';
    case 'partial':
      return 'a part of the code, which is neither the whole file nor whole definitions of it.';
    case 'missingFile':
      return 'there is no such file.';
    case 'existsAlready':
      return 'there is a file of that name already.';
    case 'markersLeft':
      return 'markers of the answer format were left in the code.';
    case 'quotesDiffer':
      return 'quotes, dashes or entities are written otherwise than in the code.';
    case 'blanksDiffer':
      return 'blanks at the ends of lines, or tabs, are not those of the code.';
    case 'overlappingBlocks':
      return 'two blocks change the same lines.';
    case 'otherFile':
      return 'the answer is about another file.';
    default:
      return 'the answer is not in the form that was asked for.';
  }
}
