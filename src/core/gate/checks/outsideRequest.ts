/** Did the edit change lines that nobody asked to change? */

import type { Check, CheckContext } from '../check.ts';
import { importsIn } from '../language/imports.ts';
import { declarations, type Declaration } from '../syntax/declarations.ts';
import type { Evidence } from '../verdict.ts';

/** Where the change is one line off the selection, the selection was meant to hold it. */
const toleranceLines = 1;

/**
 * By the requested range, or else by the one function that the instruction names. Imports may change anywhere, and
 * lines may be added elsewhere (a helper, a constant).
 */
export const outsideRequestCheck: Check = {
  name: 'outsideRequest',
  tasks: ['edit'],
  run(context) {
    const { judged, change, before, language } = context;
    const range = judged.requestedRange;
    if (range === undefined) return besideNamed(context);
    if (range.end - range.start >= before.trimEnd().length) return undefined;
    const first = before.slice(0, range.start).split('\n').length - 1 - toleranceLines;
    const last = before.slice(0, range.end).split('\n').length + toleranceLines;
    for (const hunk of change.hunks) {
      if (hunk.beforeEnd > first && hunk.beforeStart < last) continue;
      const removed = change.beforeLines
        .slice(hunk.beforeStart, hunk.beforeEnd)
        .filter((line) => line.trim() !== '');
      if (removed.length === 0) continue;
      if (
        importsIn(removed, language).length > 0 ||
        removed.every(
          (line) =>
            /^[\s\w,{}*]*$/.test(line) && hunk.beforeStart < 60 && /^\s*(?:\w+,|import\b.*|\}.*)$/.test(line),
        )
      )
        continue;
      const message = `${removed.length === 1 ? 'A line' : `${removed.length} lines`} outside the requested part changed: \`${(removed[0] ?? '').trim().slice(0, 60)}\`.`;
      return { message, line: hunk.afterStart, figure: removed.length };
    }
    return undefined;
  },
};

/** The instruction confines itself to something by name: "in the function x", "only change x". */
const confines =
  /\b(?:only|just|solely|nothing (?:else|but)|(?:in|of|to|inside|within|for) (?:the )?(?:function|method|class|procedure|subroutine|struct)?|(?:function|method|class))\s*$|^\s*(?:make|let|have|teach)\s+(?:the\s+)?(?:function\s+|method\s+)?$|^\s*(?:(?:only|just)\s+)?(?:change|edit|modify|update|fix|rewrite|document|rename|refactor|optimi[sz]e|simplify)\s+(?:only\s+|just\s+)?(?:the\s+)?(?:function\s+|method\s+|class\s+)?$/i;
const widens =
  /\b(?:all|every\w*|each|call(?:s|er|ers|ing)?|usages?|uses of|references?|throughout|also|and|both|other|across|rename|test|tests)\b/i;

/**
 * Without a range: an instruction that confines itself to one function of the file, and a change in the body of
 * another one that has nothing to do with it.
 */
function besideNamed(context: CheckContext): Evidence | undefined {
  const { judged, trees, change, language } = context;
  const instruction = judged.instruction ?? '';
  if (instruction === '' || widens.test(instruction) || trees === undefined || language?.kind !== 'code')
    return undefined;
  const rows = [{ start: 0, end: change.beforeLines.length }];
  const all = declarations(trees.before.root, rows).filter((one) => !one.container && one.body !== undefined);
  const named = [...new Set(all.map((one) => one.name))].filter((name) => isConfined(instruction, name));
  const [name] = named;
  if (name === undefined || named.length > 1) return undefined;
  const own = all.filter((one) => one.name === name);
  const touchesOwn = change.hunks.some((hunk) => own.some((one) => touches(one, hunk)));
  if (!touchesOwn) return undefined;
  for (const hunk of change.hunks) {
    const removed = change.beforeLines
      .slice(hunk.beforeStart, hunk.beforeEnd)
      .filter((line) => line.trim() !== '');
    const other = all.find(
      (one) => one.name !== name && holds(one, hunk) && !own.some((mine) => touches(mine, hunk)),
    );
    if (removed.length === 0 || other === undefined) continue;
    const lines = [
      ...change.beforeLines.slice(other.startRow, other.endRow + 1),
      ...change.afterLines.slice(hunk.afterStart, hunk.afterEnd),
    ];
    if (lines.some((line) => line.includes(name))) continue;
    const message = `\`${other.name}\` changed too, though only \`${name}\` was asked for: \`${(removed[0] ?? '').trim().slice(0, 60)}\`.`;
    return { message, line: hunk.afterStart, figure: removed.length };
  }
  return undefined;
}

function isConfined(instruction: string, name: string): boolean {
  if (name.length < 4) return false;
  const at = instruction.search(
    new RegExp(String.raw`(?<![\w$])[\x60'"]?${name.replace(/[^\w]/g, String.raw`\$&`)}(?![\w$])`),
  );
  if (at === -1) return false;
  // Nobody writes such a word by chance.
  const isName =
    /[a-z\d][A-Z]|\w_\w/.test(name) ||
    instruction.slice(at + name.length, at + name.length + 3).includes('(');
  return isName || confines.test(instruction.slice(0, at));
}

function touches(one: Declaration, hunk: CheckContext['change']['hunks'][number]): boolean {
  return hunk.beforeStart <= one.endRow && Math.max(hunk.beforeEnd, hunk.beforeStart + 1) > one.startRow - 1;
}

function holds(one: Declaration, hunk: CheckContext['change']['hunks'][number]): boolean {
  return hunk.beforeStart >= one.startRow && hunk.beforeEnd <= one.endRow + 1;
}
