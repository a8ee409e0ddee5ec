/** In which ways may a block be meant, beside the way it is written? Each undoes one habit of models. */

import { isBlank } from './lines.ts';

export interface Variant {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

/** The block as it is, then without blank lines around both halves, then without line numbers. */
export function blockVariants(written: Variant, maybeEscaped: boolean): Variant[] {
  const block = maybeEscaped && isEscaped(written) ? withoutEntities(written) : written;
  return [...withoutBlankEdges(block), ...withoutLineNumbers(block)];
}

/** Blank lines at an edge of the search go from the same edge of the replacement: as few as it takes come first. */
function* withoutBlankEdges({ search, replace }: Variant): Generator<Variant> {
  const first = search.findIndex((line) => !isBlank(line));
  if (first === -1) return;
  const last = search.findLastIndex((line) => !isBlank(line));
  const behind = search.length - 1 - last;
  for (let total = 0; total <= Math.min(first + behind, 6); total++) {
    for (let head = Math.min(total, first); head >= 0; head--) {
      const tail = total - head;
      if (tail > behind) continue;
      yield {
        search: search.slice(head, search.length - tail),
        replace: withoutBlanks(replace, head, tail),
      };
    }
  }
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

/** Entities, and none of the characters they stand for. */
function isEscaped({ search, replace }: Variant): boolean {
  const text = [...search, ...replace].join('\n');
  return /&(?:lt|gt|amp|quot|#39|apos);/.test(text) && !/[<>]|&(?!(?:lt|gt|amp|quot|#39|apos);)/.test(text);
}

function withoutEntities({ search, replace }: Variant): Variant {
  return { search: search.map(unescape), replace: replace.map(unescape) };
}

function unescape(line: string): string {
  return line
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&(?:#39|apos);/g, "'")
    .replace(/&amp;/g, '&');
}
