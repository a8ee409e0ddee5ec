/** In which ways may a block be meant, beside the way it is written? Each undoes one habit of models. */

import { isBlank } from './lines.ts';

export interface Variant {
  readonly search: readonly string[];
  readonly replace: readonly string[];
  /** The search as the model wrote it, where it was moved since. */
  readonly written?: readonly string[];
  /** Where it fits, it may have been meant otherwise. */
  readonly isUnclear?: boolean;
  /** So many blank lines were taken off before the search, and behind it. */
  readonly taken?: { readonly before: number; readonly behind: number };
}

/** The block as it is, then without blank lines around both halves, then without line numbers. */
export function blockVariants(block: Variant, isDiff: boolean): Variant[] {
  return [...withoutBlankEdges(block, isDiff), ...withoutLineNumbers(block)];
}

/**
 * Blank lines at an edge of the search go from the same edge of the replacement: as few as it takes come first. Where
 * the replacement has another number of them there, which ones are the file's is unclear. So it is where new lines stand
 * right beside them.
 */
function* withoutBlankEdges({ search, replace }: Variant, isDiff: boolean): Generator<Variant> {
  const first = search.findIndex((line) => !isBlank(line));
  if (first === -1) return;
  const behind = search.length - 1 - search.findLastIndex((line) => !isBlank(line));
  const theirFirst = replace.findIndex((line) => !isBlank(line));
  const theirBehind = replace.length - 1 - replace.findLastIndex((line) => !isBlank(line));
  const isSame = (own: number, theirs: number): boolean =>
    theirFirst === -1 || theirs === 0 || theirs === own;
  for (let total = 0; total <= Math.min(first + behind, 6); total++) {
    for (let head = Math.min(total, first); head >= 0; head--) {
      const tail = total - head;
      if (tail > behind) continue;
      const [top, bottom] = [search[first], search.at(-1 - behind)];
      // Blank lines on both sides are a way to set a block apart.
      const isExact = isDiff || first === 0 || behind === 0;
      const isBeside =
        isExact &&
        ((head > 0 && isNew(top, replace[theirFirst], replace, isDiff)) ||
          (tail > 0 && isNew(bottom, replace.at(-1 - theirBehind), replace, isDiff)));
      const isUnclear =
        isBeside || (head > 0 && !isSame(first, theirFirst)) || (tail > 0 && !isSame(behind, theirBehind));
      yield {
        search: search.slice(head, search.length - tail),
        replace: withoutBlanks(replace, head, tail),
        isUnclear,
        taken: { before: head, behind: tail },
      };
    }
  }
}

/** Whether a new line stands where the search had `own`: in a block, which writes lines anew, only before or behind it. */
function isNew(own = '', fresh = '', replace: readonly string[], isDiff: boolean): boolean {
  return own !== fresh && (isDiff || replace.includes(own));
}

function withoutBlanks(lines: readonly string[], head: number, tail: number): readonly string[] {
  let start = 0;
  while (start < head && start < lines.length && isBlank(lines[start] ?? '')) start++;
  let end = lines.length;
  while (end > start && lines.length - end < tail && isBlank(lines[end - 1] ?? '')) end--;
  return lines.slice(start, end);
}

/** `12 | code`, `12: code` or `12	code` with numbers that rise by one on every line. */
function* withoutLineNumbers({ search, replace }: Variant): Generator<Variant> {
  const forms = [/^\s*(\d{1,6})(?: ?\| ?|: ?|\t|→)(.*)$/, /^\s*(\d{1,6})(?: ?\||:|\t|→)(.*)$/];
  for (const form of forms) {
    const stripped = numberless(search, form, true);
    if (stripped === undefined) continue;
    const [first = 0, last = 0] = [search[0], search.at(-1)].map((line) =>
      Number(/\d+/.exec(line ?? '')?.[0]),
    );
    const start = Number(/^\s*(\d+)/.exec(replace[0] ?? '')?.[1]);
    const isNumbered = start >= first && start <= last + 1;
    yield {
      search: stripped,
      replace: (isNumbered ? numberless(replace, form, false) : undefined) ?? replace,
    };
  }
}

/** The lines without their numbers; undefined where one has none. `strictly`: they rise by one. */
export function numberless(lines: readonly string[], form: RegExp, strictly: boolean): string[] | undefined {
  const stripped: string[] = [];
  let previous: number | undefined;
  for (const line of lines) {
    const match = form.exec(line) ?? /^\s*(\d{1,6})\s*()$/.exec(line);
    const number = Number(match?.[1]);
    if (match === null) return undefined;
    if (previous !== undefined && (strictly ? number !== previous + 1 : number < previous)) return undefined;
    previous = number;
    stripped.push(match[2] ?? '');
  }
  return stripped.length === 0 ? undefined : stripped;
}
