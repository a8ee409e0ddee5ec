/** Where is a file cut, so that each piece can be an answer? At declarations, with the comments above them. */

import { symbolsOf } from './symbols.ts';

export interface Lines {
  /** Zero-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
}

export interface PieceOfFile extends Lines {
  readonly text: string;
}

const mostLines = 60;
const fewestLines = 8;

/** Small declarations together, long ones cut. Every line is in one piece. */
export function piecesOf(text: string): PieceOfFile[] {
  const lines = text.split('\n');
  const starts = [0, ...symbolsOf(text).map((symbol) => withComment(lines, symbol.line)), lines.length];
  const found: PieceOfFile[] = [];
  let start = 0;
  const cut = (end: number): void => {
    found.push({ startLine: start, endLine: end - 1, text: lines.slice(start, end).join('\n') });
    start = end;
  };
  for (const next of starts) {
    while (next - start > mostLines) cut(start + mostLines);
    if (next - start >= fewestLines || (next === lines.length && next > start)) cut(next);
  }
  return found;
}

/** A declaration begins with the comment or attribute right above it. */
function withComment(lines: readonly string[], line: number): number {
  let at = line;
  while (at > 0 && /^\s*(?:\/\/|\/\*|\*|#|@|"""|''')/.test(lines[at - 1] ?? '')) at--;
  return at;
}
