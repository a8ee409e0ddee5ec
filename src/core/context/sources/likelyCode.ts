/** Which pieces of the code at hand hold the names that will be needed next? Pieces of similar code, and heads of declarations. */

import { codeFactsInSlices, type CodeFacts, type CodeWindow } from '../codeFacts.ts';
import { coveringPieces, type CoveredPiece } from '../coveringPieces.ts';
import type { DocumentSnapshot, Snippet } from '../document.ts';
import { identifiersIn } from '../identifiers.ts';
import { importedDocuments } from '../imports.ts';
import type { KnownDocuments } from '../knownDocuments.ts';
import { followingLines, likelyNames, type FileRelation } from '../likelyNames.ts';
import { PerDocument } from '../perDocument.ts';
import { inTurns } from '../slices.ts';
import { similarWindows, type SimilarWindow } from '../similarWindows.ts';
import { furtherTokens, framingTokens, type SnippetPlace, type SnippetSource } from '../snippetSource.ts';

const nearLines = 40;
const nearLinesBehind = 10;
const mostSimilar = 150;
const pieceLines = 5;
const headsInPiece = 6;
const longestHead = 160;

/** Files are read once for each version; between two of them others have their turn. */
export function likelyCode(known: KnownDocuments): SnippetSource {
  const facts = new PerDocument(codeFactsInSlices);
  return {
    name: 'similar',
    timeLimitMs: 400,
    share: 1,
    async collect(place, signal) {
      const { document } = place.window;
      const recent = known.recent().filter(({ uri }) => uri !== document.uri);
      const files: CodeFacts[] = [];
      for (const file of [document, ...recent]) {
        const own = await facts.of(file, place.pause, signal);
        if (own === undefined) return [];
        files.push(own);
      }
      await place.pause();
      return signal.aborted ? [] : ((await inTurns(choose(place, files), place.pause, signal)) ?? []);
    },
  };
}

/** Stops after each piece of work. */
function* choose(place: SnippetPlace, files: readonly CodeFacts[]): Generator<void, Snippet[], void> {
  const { document, prefix, suffix } = place.window;
  const near = [
    ...prefix.split('\n').slice(-nearLines),
    ...suffix.split('\n').slice(0, nearLinesBehind),
  ].join('\n');
  const isSeen = seenLines(place);
  const relationOf = relations(document, files);
  const similar = similarWindows(
    new Set(identifiersIn(near)),
    files,
    (facts, { startLine, endLine }) => facts.document === document && isSeen(startLine, endLine),
  ).slice(0, mostSimilar);
  yield;
  const seen = new Set(identifiersIn(`${prefix}\n${suffix}`));
  const worthOf = likelyNames({ similar, files, seen, relationOf });
  yield;
  const isInWindow = (facts: CodeFacts, startLine: number, endLine: number): boolean =>
    facts.document === document && isSeen(startLine, endLine);
  const pieces = [...codePieces(place, similar, isInWindow), ...headPieces(place, files, isInWindow)];
  yield;
  return coveringPieces(pieces, worthOf, {
    budgetTokens: place.budgetTokens,
    firstTokens: framingTokens,
    furtherTokens,
  });
}

/** Whether lines of the cursor's own file are in its window. */
function seenLines({ window }: SnippetPlace): (startLine: number, endLine: number) => boolean {
  const start = window.offset - window.prefix.length;
  const first = countLines(window.document.text.slice(0, start));
  const last = first + countLines(window.prefix) + countLines(window.suffix);
  return (startLine, endLine) => endLine > first && startLine <= last;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function relations(
  document: DocumentSnapshot,
  files: readonly CodeFacts[],
): (facts: CodeFacts) => FileRelation {
  const known = files.map((facts) => facts.document);
  const imported = new Set(importedDocuments(document, known));
  const folder = folderOf(document.path);
  return (facts) => {
    if (facts.document === document) return 'same';
    if (imported.has(facts.document)) return 'imported';
    return folderOf(facts.document.path) === folder ? 'neighbor' : 'other';
  };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

type IsInWindow = (facts: CodeFacts, startLine: number, endLine: number) => boolean;

/** The similar windows and what follows them, in pieces of few lines: what is in neither need not be paid for. */
function codePieces(
  place: SnippetPlace,
  similar: readonly SimilarWindow[],
  isInWindow: IsInWindow,
): CoveredPiece<Snippet>[] {
  const starts = new Map<CodeFacts, Set<number>>();
  for (const { facts, window } of similar) {
    const own = starts.get(facts) ?? new Set<number>();
    starts.set(facts, own);
    for (const start of pieceStarts(window, facts.lines.length)) own.add(start);
  }
  return [...starts].flatMap(([facts, own]) =>
    [...own]
      .filter((start) => !isInWindow(facts, start, start + pieceLines))
      .map((start) => {
        const names = new Set(facts.names.slice(start, start + pieceLines).flat());
        return pieceOf(place, facts, { start, names, lines: facts.lines.slice(start, start + pieceLines) });
      }),
  );
}

function pieceStarts({ startLine, endLine }: CodeWindow, lineCount: number): number[] {
  const last = Math.min(lineCount, endLine + followingLines);
  const first = startLine - (startLine % pieceLines);
  return Array.from(
    { length: Math.ceil((last - first) / pieceLines) },
    (_, index) => first + index * pieceLines,
  );
}

/** Signatures instead of bodies: what a file offers, in few tokens. */
function headPieces(
  place: SnippetPlace,
  files: readonly CodeFacts[],
  isInWindow: IsInWindow,
): CoveredPiece<Snippet>[] {
  return files.flatMap((facts) => {
    const heads = facts.declarations.filter(
      ({ indent, line }) => indent <= 4 && !isInWindow(facts, line, line + 1),
    );
    return Array.from({ length: Math.ceil(heads.length / headsInPiece) }, (_, index) => {
      const own = heads.slice(index * headsInPiece, (index + 1) * headsInPiece);
      const lines = own.map(({ line }) => (facts.lines[line] ?? '').trimEnd().slice(0, longestHead));
      const names = new Set(own.flatMap(({ line }) => facts.names[line] ?? []));
      return pieceOf(place, facts, { start: own[0]?.line ?? 0, names, lines });
    });
  });
}

function pieceOf(
  place: SnippetPlace,
  { document }: CodeFacts,
  piece: { readonly start: number; readonly names: ReadonlySet<string>; readonly lines: readonly string[] },
): CoveredPiece<Snippet> {
  const text = piece.lines.join('\n').replace(/^\n+/, '').trimEnd();
  return {
    piece: { path: document.path, text, source: 'similar', startLine: piece.start },
    group: document.uri,
    names: piece.names,
    tokens: place.estimateTokens(text),
  };
}
