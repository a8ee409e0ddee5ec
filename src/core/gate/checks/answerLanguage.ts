/** Is the answer in the human language of the question? */

import type { Check } from '../check.ts';
import { proseOf } from '../language/fences.ts';
import { humanLanguage, namesLanguage } from '../language/humanLanguage.ts';

/** Two small words tell the language of a question; an answer is longer and must show more. */
export const answerLanguageCheck: Check = {
  name: 'answerLanguage',
  tasks: ['chat'],
  run({ judged, answer }) {
    const question = judged.instruction;
    if (question === undefined || namesLanguage(question)) return undefined;
    const asked = humanLanguage(proseOf(question), 2);
    const given = humanLanguage(proseOf(answer), 4);
    if (asked === undefined || given === undefined || asked === given) return undefined;
    // Han characters alone may be either.
    if ([asked, given].every((name) => name === 'chinese' || name === 'japanese')) return undefined;
    return { message: `The question is in ${asked}, the answer in ${given}.` };
  },
};
