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
    const given = humanLanguage(spokenPart(proseOf(answer)), 6);
    if (asked === undefined || given === undefined || asked === given) return undefined;
    // Han characters alone may be either.
    if ([asked, given].every((name) => name === 'chinese' || name === 'japanese')) return undefined;
    return { message: `The question is in ${asked}, the answer in ${given}.` };
  },
};

/** Addresses, hashes, names in tables and abbreviations are of no language: `com`, `de` and `MIT` are words of some. */
function spokenPart(prose: string): string {
  return prose
    .replace(/^\s*\|.*\|\s*$/gm, ' ')
    .replace(/https?:\/\/\S+|\]\([^)\s]*\)|[\w.+-]+@[\w.-]+|[@#][\w/-]+/g, ' ')
    .replace(/\b(?=\w*\d)\w+\b|\b\p{Lu}{2,}\b|\b[\w-]+(?:\.[\w-]+)+\b/gu, ' ');
}
