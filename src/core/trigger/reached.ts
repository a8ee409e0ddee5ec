/** How far into an answer has typing come, where a blank line more or less does not count? */

/**
 * The number of characters of `answer` that `typed` stands for; more than it has where typing went on behind its end;
 * `undefined` where typing says something else. `linePrefix` is what stood before both on their first line.
 */
export function reachedIn(answer: string, typed: string, linePrefix: string): number | undefined {
  if (answer.startsWith(typed) || typed.startsWith(answer)) return typed.length;
  if (!typed.includes('\n')) return undefined;
  return reachedByLines(linePrefix + answer, linePrefix + typed, linePrefix.length, isEqual);
}

/** Is the line that was typed near enough to the one of the answer? Both are whole. */
export type IsSameLine = (own: string, other: string) => boolean;

export function isEqual(own: string, other: string): boolean {
  return own === other;
}

/** As `reachedIn`, over texts that begin at a line's start, of which the first `known` characters stood there before. */
export function reachedByLines(
  answer: string,
  typed: string,
  known: number,
  isSame: IsSameLine,
): number | undefined {
  let at = 0;
  let from = 0;
  for (let end = typed.indexOf('\n'); end !== -1; end = typed.indexOf('\n', from)) {
    const line = typed.slice(from, end);
    from = end + 1;
    if (line.trim() === '') {
      at = skipBlankLine(answer, at);
      continue;
    }
    at = skipBlankLines(answer, at);
    const stop = answer.indexOf('\n', at);
    // The answer ends in this line, or before it.
    if (stop === -1) {
      const rest = answer.slice(at);
      return line.startsWith(rest) ? answer.length - known + typed.length - from + 1 : undefined;
    }
    if (!isSame(line, answer.slice(at, stop))) return undefined;
    at = stop + 1;
  }
  const last = typed.slice(from);
  const start = answer.startsWith(last, at) ? at : skipBlankLines(answer, at);
  if (answer.startsWith(last, start)) {
    const reached = start + last.length - known;
    return reached < 0 ? undefined : reached;
  }
  const rest = answer.slice(start);
  return last.startsWith(rest) ? answer.length - known + last.length - rest.length : undefined;
}

function skipBlankLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 || text.slice(at, end).trim() !== '' ? at : end + 1;
}

/** The start of the first line from `at` on that holds something; `at` itself where none does. */
function skipBlankLines(text: string, at: number): number {
  let start = at;
  for (let end = text.indexOf('\n', start); end !== -1; end = text.indexOf('\n', start)) {
    if (text.slice(start, end).trim() !== '') return start;
    start = end + 1;
  }
  return text.slice(start).trim() === '' ? at : start;
}
