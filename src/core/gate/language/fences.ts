/** Which blocks of code does an answer hold, and what does it say around them? */

export interface Fence {
  /** What stands behind the opening marks, lower case; often a language. */
  readonly info: string;
  readonly text: string;
  /** Row of the opening fence in the answer. */
  readonly row: number;
  /** The last filled line before it. */
  readonly lead: string;
}

/** Closed blocks in order; an open one at the end is not among them. */
export function fencesIn(answer: string): Fence[] {
  const found: Fence[] = [];
  let open:
    { readonly mark: string; readonly info: string; readonly row: number; readonly lead: string } | undefined;
  let lines: string[] = [];
  let lead = '';
  for (const [row, line] of answer.split(/\r?\n/).entries()) {
    const marks = /^ {0,3}(`{3,}|~{3,})\s*(.*?)\s*$/.exec(line);
    const mark = marks?.[1] ?? '';
    if (open === undefined) {
      if (mark !== '') open = { mark, info: (marks?.[2] ?? '').toLowerCase(), row, lead };
      else if (line.trim() !== '') lead = line.trim();
      lines = [];
    } else if (mark.startsWith(open.mark) && marks?.[2] === '') {
      found.push({ info: open.info, text: lines.join('\n'), row: open.row, lead: open.lead });
      open = undefined;
      lead = '';
    } else lines.push(line);
  }
  return found;
}

/** The answer without its blocks and inline code: what it says in its own words. */
export function proseOf(answer: string): string {
  return answer
    .replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))/gm, '')
    .replace(/`[^`\n]*`/g, ' ');
}
