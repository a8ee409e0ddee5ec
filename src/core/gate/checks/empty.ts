/** Did the model answer anything at all? */

import type { Check } from '../check.ts';

/** Fails on an answer of white space; an edit may empty a file only when the file was nearly empty before. */
export const emptyCheck: Check = {
  name: 'empty',
  tasks: ['completion', 'edit', 'chat'],
  run({ answer, before, judged }) {
    if (answer.trim() !== '') return undefined;
    if (judged.task === 'edit' && before.trim() === '') return undefined;
    return { message: 'The answer is empty.', figure: answer.length };
  },
};
