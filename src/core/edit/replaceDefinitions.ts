/** Where does code go that is one or more whole definitions of a file, written anew? */

import {
  definedName,
  definitionRange,
  isContainer,
  isLead,
  leadCount,
  type LineRange,
} from './definition.ts';
import { isBlank } from './lines.ts';
import { whatIsMissing } from './omissions.ts';
import { breaksOff } from './wholeText.ts';

export interface ReplacedDefinition extends LineRange {
  /** The new lines, as the answer has them. */
  readonly lines: readonly string[];
}

/** Undefined unless the code is nothing but whole definitions, each of which the file has once; `unclear` where one of them may have lost code silently. */
export function replaceDefinitions(
  code: readonly string[],
  file: readonly string[],
): readonly ReplacedDefinition[] | 'unclear' | undefined {
  const replaced: ReplacedDefinition[] = [];
  let isUnclear = false;
  let at = 0;
  while (at < code.length) {
    if (isBlank(code[at] ?? '')) {
      at++;
      continue;
    }
    let head = at;
    while (head < code.length && isLead(code[head] ?? '')) head++;
    const own = definitionRange(code, head);
    const place = own === undefined ? undefined : placeOf(code, head, file);
    if (own === undefined || place === undefined) return undefined;
    const startLine = leadStart(code.slice(at, head), file, place.startLine);
    if (startLine === undefined || replaced.some((other) => startLine < other.endLine)) return undefined;
    const lines = code.slice(at, own.endLine);
    const before = file.slice(startLine, place.endLine);
    if (breaksOff(lines, before)) return undefined;
    if (whatIsMissing(lines, before) !== undefined || losesMembers(lines, before)) isUnclear = true;
    replaced.push({ startLine, endLine: place.endLine, lines });
    at = own.endLine;
  }
  if (replaced.length === 0) return undefined;
  return isUnclear ? 'unclear' : replaced;
}

/** The file's definition of the same name; of several, the one whose first line is the same. */
function placeOf(code: readonly string[], head: number, file: readonly string[]): LineRange | undefined {
  const name = definedName(code[head] ?? '');
  if (name === undefined) return undefined;
  const named = file.flatMap((line, index) => (definedName(line) === name ? [index] : []));
  const same = named.filter((index) => file[index]?.trim() === code[head]?.trim());
  const [place] = named.length === 1 ? named : same;
  if (place === undefined || (named.length > 1 && same.length > 1)) return undefined;
  const range = definitionRange(file, place);
  // A definition of one line shows no end that could be trusted.
  return range === undefined || range.endLine - range.startLine < 2 ? undefined : range;
}

/** Where the replaced lines start: comments and decorators are replaced by comments and decorators only. */
function leadStart(lead: readonly string[], file: readonly string[], head: number): number | undefined {
  const count = leadCount(file, head);
  const [first] = lead;
  // A comment that begins in its middle is cut off.
  if (first !== undefined && /^\s*(?:\*|(?:\/\/+|#)\s*$)/.test(first)) return undefined;
  if (first === undefined || count === 0) return head;
  const start = head - count;
  const known = file.slice(start, head).findIndex((line) => line.trim() === first.trim());
  if (known !== -1) return start + known;
  return signOf(file[start] ?? '') === signOf(first) ? start : undefined;
}

function signOf(line: string): string {
  return /^\s*(@|\/\/\/?|\/\*\*?|#\[|#|\[|--)/.exec(line)?.[1] ?? '';
}

/** A class written with some of its methods only must not take the others away. */
function losesMembers(lines: readonly string[], before: readonly string[]): boolean {
  const head = before.findIndex((line) => definedName(line) !== undefined);
  if (head === -1 || !isContainer(before[head] ?? '')) return false;
  const kept = new Set(lines.map(definedName));
  return before.some((line) => {
    const name = definedName(line);
    return name !== undefined && !kept.has(name);
  });
}
