/** Which lines of the found files answer the question? Pieces at declarations, ranked by the question's rare words. */

import { symbolsOf } from './symbols.ts';
import { eachTerm, termsOf } from './terms.ts';

export interface Place {
  readonly path: string;
  /** Zero-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
  readonly score: number;
}

export interface FileToSearch {
  readonly path: string;
  readonly text: string;
  /** Of the whole file, from the index. */
  readonly score: number;
}

const mostLines = 60;
const fewestLines = 8;
const mostOfOneFile = 3;

/** Best first; a piece without any of the question's words never comes up. */
export function bestPlaces(
  question: string,
  files: readonly FileToSearch[],
  weight: (term: string) => number,
  limit: number,
): Place[] {
  const wanted = new Map([...new Set(termsOf(question))].map((term) => [term, weight(term)]));
  const places = files.flatMap((file) =>
    pieces(file)
      .map((piece) => ({ ...piece, score: file.score * 0.6 + pieceScore(piece.text, wanted) }))
      .filter((place) => place.score > file.score * 0.6)
      .sort((a, b) => b.score - a.score)
      .slice(0, mostOfOneFile),
  );
  return places.sort((a, b) => b.score - a.score).slice(0, limit);
}

function pieceScore(text: string, wanted: ReadonlyMap<string, number>): number {
  const seen = new Map<string, number>();
  eachTerm(text, (term) => {
    if (wanted.has(term)) seen.set(term, (seen.get(term) ?? 0) + 1);
  });
  let score = 0;
  for (const [term, count] of seen) score += (wanted.get(term) ?? 0) * (1 + Math.log(count));
  return score;
}

/** From one declaration to the next, small ones together, long ones cut. */
function pieces({ path, text }: FileToSearch): Omit<Place, 'score'>[] {
  const lines = text.split('\n');
  const starts = [0, ...symbolsOf(text).map((symbol) => withComment(lines, symbol.line)), lines.length];
  const found: Omit<Place, 'score'>[] = [];
  let start = 0;
  for (const next of starts) {
    while (next - start > mostLines) {
      found.push(piece(path, lines, start, start + mostLines));
      start += mostLines;
    }
    if (next - start >= fewestLines || (next === lines.length && next > start)) {
      found.push(piece(path, lines, start, next));
      start = next;
    }
  }
  return found;
}

function piece(path: string, lines: readonly string[], start: number, end: number): Omit<Place, 'score'> {
  return { path, startLine: start, endLine: end - 1, text: lines.slice(start, end).join('\n') };
}

/** A declaration begins with the comment or attribute right above it. */
function withComment(lines: readonly string[], line: number): number {
  let at = line;
  while (at > 0 && /^\s*(?:\/\/|\/\*|\*|#|@|"""|''')/.test(lines[at - 1] ?? '')) at--;
  return at;
}
