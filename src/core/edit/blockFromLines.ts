/** Where does a search/replace block divide, and what did the model wrap around its halves? */

import type { Reading, SearchReplacePart } from './answerPart.ts';
import { dividesBlock, isExactDivider, opensSearch, readFence } from './markers.ts';

/**
 * Never guesses: where several lines could be the divider (a heading underlined with equals signs), each reading is
 * handed on and the file decides. Without a divider, or with two in a row, the block is malformed.
 */
export function blockFromLines(
  lines: readonly string[],
  path: string | undefined,
  closed: boolean,
): SearchReplacePart {
  const named = path === undefined ? {} : { path };
  const all = lines.flatMap((line, index) => (dividesBlock(line) ? [index] : []));
  const exact = all.filter((index) => isExactDivider(lines[index] ?? ''));
  const dividers = exact.length > 0 ? exact : all;
  const [at] = dividers;
  const isDoubled = dividers.some((index, position) => dividers[position + 1] === index + 1);
  const isMalformed = at === undefined || lines.some(opensSearch) || (isDoubled && dividers.length === 2);
  if (at === undefined || isMalformed) {
    const search = at === undefined ? lines : lines.slice(0, at);
    const replace = at === undefined ? [] : lines.slice(at + 1);
    return { kind: 'block', ...named, search, replace, closed, malformed: true };
  }
  const readings = dividers
    .toReversed()
    .flatMap((divider) => readingsOf(withoutHeader(lines.slice(0, divider)), lines.slice(divider + 1)));
  const [first = { search: [], replace: [] }] = readings;
  return {
    kind: 'block',
    ...named,
    ...first,
    closed,
    malformed: false,
    ...(exact.length > 0 ? {} : { divider: lines[at] ?? '' }),
    ...(readings.length > 1 ? { readings } : {}),
  };
}

/** Some models were taught to say where a block stands: `:start_line:12`, then a line of dashes. */
function withoutHeader(lines: readonly string[]): readonly string[] {
  let at = 0;
  while (/^\s*:(?:start|end)_line:\s*\d+\s*$/.test(lines[at] ?? '')) at++;
  if (at === 0) return lines;
  return lines.slice(/^-{3,}\s*$/.test(lines[at] ?? '') ? at + 1 : at);
}

/** Some models fence each half; in Markdown the fences may be the file's own. */
export function readingsOf(search: readonly string[], replace: readonly string[]): Reading[] {
  const written = { search, replace };
  const bare = { search: withoutFence(search), replace: withoutFence(replace) };
  const isFenced = bare.search !== search && (bare.replace !== replace || replace.length === 0);
  return isFenced ? [written, bare] : [written];
}

function withoutFence(lines: readonly string[]): readonly string[] {
  const first = readFence(lines[0] ?? '');
  const last = readFence(lines.at(-1) ?? '');
  if (lines.length < 2 || first === undefined || last === undefined || last.info !== '') return lines;
  return lines.slice(1, -1);
}
