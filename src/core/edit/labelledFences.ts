/** Which fences are the two halves of a change (`Find:` ... `Replace with:` ...)? */

import type { AnswerPart, FencePart, SearchReplacePart } from './answerPart.ts';

const old =
  /\b(?:search|find|before|original|old|existing|current|previous|change|replace|from|modify|update)\b/i;
const fresh =
  /\b(?:replace(?:ment|d)?|after|updated?|new|with|becomes?|to|change[ds]? to|into|modified|fixed|should (?:be|read|look like))\b/i;
/** Code that comes beside other code, not in its place. */
const beside =
  /\b(?:add|append|insert|prepend|below|above|underneath|beneath|between|following|right (?:before|after)|(?:before|after) (?:that|this|it|the)|then|also|as well|remove|delete)\b/i;

/** Blocks of the pairs whose labels leave no doubt. */
export function labelledBlocks(parts: readonly AnswerPart[]): SearchReplacePart[] {
  const fences = parts.filter((part) => part.kind === 'fence');
  const blocks: SearchReplacePart[] = [];
  for (let index = 0; index + 1 < fences.length; index++) {
    const [from, to] = [fences[index], fences[index + 1]];
    if (from === undefined || to === undefined || !isPair(from, to)) continue;
    blocks.push({
      kind: 'block',
      search: from.lines,
      replace: to.lines,
      closed: from.closed && to.closed,
      malformed: false,
      ...(from.path === undefined ? {} : { path: from.path }),
    });
    index++;
  }
  return blocks;
}

function isPair(from: FencePart, to: FencePart): boolean {
  if (from.lines.length === 0 || from.label === '' || to.label === '') return false;
  const [one, other] = [lastClause(from.label), lastClause(to.label)];
  if (beside.test(one) || beside.test(other)) return false;
  return old.test(one) && !/\bwith\b/i.test(one) && fresh.test(other);
}

/** What stands right before the fence: `In a.ts, replace:` says `replace`. */
function lastClause(label: string): string {
  const words = label
    .replace(/`[^`]*`/g, ' ')
    .replace(/[*_#>]/g, ' ')
    .trim();
  return words.length <= 80 ? words : words.slice(-80);
}
