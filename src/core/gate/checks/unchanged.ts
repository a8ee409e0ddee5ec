/** Did the edit change anything? */

import type { Check } from '../check.ts';

/** Asked for, a difference of line ends alone is a change. */
const aboutWhitespace =
  /white ?space|new ?line|line.?(end|feed|break)|\beof\b|crlf|\blf\b|format|lint|prettier|trailing/i;

/** Fails when nothing changed, or only line endings did and the instruction did not ask for them. */
export const unchangedCheck: Check = {
  name: 'unchanged',
  tasks: ['edit'],
  run({ before, after, judged }) {
    const same = before === after;
    const asked = judged.instruction === undefined || aboutWhitespace.test(judged.instruction);
    if (!same && (asked || normalized(before) !== normalized(after))) return undefined;
    return { message: 'The file is the same as before; nothing was changed.' };
  },
};

function normalized(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\n+$/, '');
}
