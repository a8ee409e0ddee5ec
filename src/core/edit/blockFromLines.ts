/** Where does a search/replace block divide, and what did the model wrap around its halves? */

import type { SearchReplacePart } from './answerPart.ts';
import { dividesBlock, isExactDivider, opensSearch, readFence } from './markers.ts';

/** Never guesses: without exactly one divider (the one of seven signs, where several could be it) the block is malformed. */
export function blockFromLines(
  lines: readonly string[],
  path: string | undefined,
  closed: boolean,
): SearchReplacePart {
  const named = path === undefined ? {} : { path };
  const all = lines.flatMap((line, index) => (dividesBlock(line) ? [index] : []));
  const exact = all.filter((index) => isExactDivider(lines[index] ?? ''));
  const dividers = exact.length === 1 ? exact : all;
  const at = dividers[0];
  if (at === undefined || dividers.length > 1 || lines.some(opensSearch)) {
    const search = at === undefined ? lines : lines.slice(0, at);
    const replace = at === undefined ? [] : lines.slice(at + 1);
    return { kind: 'block', ...named, search, replace, closed, malformed: true };
  }
  return {
    kind: 'block',
    ...named,
    search: withoutFence(lines.slice(0, at)),
    replace: withoutFence(lines.slice(at + 1)),
    closed,
    malformed: false,
  };
}

/** Some models fence each half. */
function withoutFence(lines: readonly string[]): readonly string[] {
  const first = readFence(lines[0] ?? '');
  const last = readFence(lines.at(-1) ?? '');
  if (lines.length < 2 || first === undefined || last === undefined || last.info !== '') return lines;
  return lines.slice(1, -1);
}
