/** Where do the characters stand at which another reading of the text may begin? */

import { BEYOND } from './codedText.ts';
import { characterSet } from './runEnd.ts';
import { MAY_HIDE } from '../shadows/invisible.ts';

/** Places in a text, sorted, each by what may begin there. */
export interface Marks {
  /** A character that shows nothing, or a letter in disguise. */
  readonly hidden: number[];
  /** The last backslash before what it escapes, or `%`, `&`, `=` of an escape. */
  readonly escapes: number[];
  /** A quote that may close a literal which another is joined to. */
  readonly closings: number[];
  /** `>` at the beginning of a line. */
  readonly quotations: number[];
}

export function noMarks(): Marks {
  return { hidden: [], escapes: [], closings: [], quotations: [] };
}

const QUOTES = '"\'`';

/** 1 for each code unit that `noteMark` wants to see. */
export const MAY_MARK = MAY_HIDE.slice();
for (const char of `${QUOTES}\\%&=>`) MAY_MARK[char.charCodeAt(0)] = 1;

const ESCAPED = characterSet('uxnrt"\'/');
const IN_URL = characterSet('0234567');
const REFERENCE = characterSet('#qalgec');
const PRINTED = characterSet('3\r\n');
const BLANK = characterSet(' \t');
/** What joins two literals, or the end of a line. */
const JOINS = characterSet('+.&|<~\\\r\n');
const MOST_BLANKS = 8;

/** Notes the character at `at`, where MAY_MARK has it, if what follows lets it begin anything. */
export function noteMark(marks: Marks, codes: Uint8Array, at: number): void {
  const next = codes[at + 1] as number;
  switch (codes[at]) {
    case BEYOND:
      marks.hidden.push(at);
      return;
    case 34:
    case 39:
    case 96:
      if (mayJoin(codes, at + 1)) marks.closings.push(at);
      return;
    case 92:
      if (ESCAPED[next] === 1) marks.escapes.push(at);
      return;
    case 37:
      if (IN_URL[next] === 1) marks.escapes.push(at);
      return;
    case 38:
      if (REFERENCE[next] === 1) marks.escapes.push(at);
      return;
    case 61:
      if (PRINTED[next] === 1) marks.escapes.push(at);
      return;
    case 62:
      if (at === 0 || codes[at - 1] === 10) marks.quotations.push(at);
      return;
    default:
      marks.hidden.push(at);
  }
}

function mayJoin(codes: Uint8Array, from: number): boolean {
  const last = from + MOST_BLANKS;
  let at = from;
  while (at < last && BLANK[codes[at] as number] === 1) at++;
  return JOINS[codes[at] as number] === 1;
}
