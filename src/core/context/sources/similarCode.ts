/** Which code at hand looks most like what is being written? Jaccard similarity of the names in windows of lines, and what they add to each other. */

import type { DocumentSnapshot, Snippet } from '../document.ts';
import { identifiersIn } from '../identifiers.ts';
import { importedDocuments } from '../imports.ts';
import type { KnownDocuments } from '../knownDocuments.ts';
import { PerDocument } from '../perDocument.ts';
import type { SnippetPlace, SnippetSource } from '../snippetSource.ts';

const windowLines = 20;
const stepLines = 10;
const mostWindowsAFile = 800;
const mostSnippets = 24;
/** Choosing looks at each of these again for each that was chosen. */
const mostCompared = 150;
/** Similar code that only says what is in the window already is worth this much of what says only new things. */
const worthOfKnown = 0.3;
const worthOfImported = 1.3;
const leastSimilarity = 0.04;
/** What came after code like this one is worth as much as the code itself. */
const followingLines = 10;
const nearLines = 40;

interface CodeWindow {
  readonly startLine: number;
  readonly endLine: number;
  readonly names: ReadonlySet<string>;
}

interface WindowedFile {
  readonly names: ReadonlySet<string>;
  readonly lines: readonly string[];
  readonly windows: readonly CodeWindow[];
}

/** Windows of a file are cut once for each version of it; comparing costs a fraction of a millisecond a file. */
export function similarCode(known: KnownDocuments): SnippetSource {
  const files = new PerDocument(windowed);
  return {
    name: 'similar',
    timeLimitMs: 60,
    share: 0.54,
    collect: (place) => collect(place, known.recent(), files),
  };
}

function collect(
  place: SnippetPlace,
  recent: readonly DocumentSnapshot[],
  files: PerDocument<WindowedFile>,
): Snippet[] {
  const { document, prefix, suffix } = place.window;
  const near = [...prefix.split('\n').slice(-nearLines), ...suffix.split('\n').slice(0, 10)].join('\n');
  const wanted = new Set(identifiersIn(near));
  if (wanted.size === 0) return [];
  const others = recent
    .filter(({ uri }) => uri !== document.uri)
    .map((file) => ({ file, ...files.of(file) }));
  const rarity = rarityOf(others.map(({ names }) => names));
  const scored = others.flatMap(({ file, lines, windows }) =>
    windows.map((window) => ({ file, lines, window, score: similarity(wanted, window.names, rarity) })),
  );
  scored.sort((a, b) => b.score - a.score);
  const likely = scored.slice(0, mostCompared).filter(({ score }) => score >= leastSimilarity);
  const imported = new Set(importedDocuments(document, recent));
  const chosen = chooseDifferent(likely, {
    seen: new Set(identifiersIn(`${prefix}\n${suffix}`)),
    rarity,
    isImported: (file) => imported.has(file),
  });
  return chosen.map(({ file, lines, window }) => ({
    path: file.path,
    text: lines
      .slice(window.startLine, window.endLine + followingLines)
      .join('\n')
      .trimEnd(),
    source: 'similar',
    startLine: window.startLine,
  }));
}

interface ScoredWindow {
  readonly file: DocumentSnapshot;
  readonly lines: readonly string[];
  readonly window: CodeWindow;
  readonly score: number;
}

interface Worth {
  /** Names that the model sees anyway; grows. */
  readonly seen: Set<string>;
  rarity(name: string): number;
  isImported(file: DocumentSnapshot): boolean;
}

/** One after the other, the window that is similar and says most of what was not said yet. */
function chooseDifferent(likely: readonly ScoredWindow[], worth: Worth): ScoredWindow[] {
  const chosen: ScoredWindow[] = [];
  let left = [...likely];
  while (chosen.length < mostSnippets && left.length > 0) {
    const best = left
      .map((one) => ({ one, value: valueOf(one, worth) }))
      .reduce((a, b) => (b.value > a.value ? b : a)).one;
    chosen.push(best);
    for (const name of best.window.names) worth.seen.add(name);
    left = left.filter(({ file, window }) => file !== best.file || !overlap(window, best.window));
  }
  return chosen;
}

function valueOf({ file, window, score }: ScoredWindow, worth: Worth): number {
  let all = 0;
  let fresh = 0;
  for (const name of window.names) {
    const weight = worth.rarity(name);
    all += weight;
    if (!worth.seen.has(name)) fresh += weight;
  }
  const novelty = all === 0 ? 0 : fresh / all;
  return score * (worthOfKnown + novelty) * (worth.isImported(file) ? worthOfImported : 1);
}

function overlap(a: CodeWindow, b: CodeWindow): boolean {
  return a.startLine < b.endLine + followingLines && b.startLine < a.endLine + followingLines;
}

/** A name that few files have tells more than one that all have. */
function rarityOf(files: readonly ReadonlySet<string>[]): (name: string) => number {
  const counts = new Map<string, number>();
  for (const names of files) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return (name) => Math.log(1 + (files.length + 1) / ((counts.get(name) ?? 0) + 0.5));
}

/** Weighted Jaccard. */
function similarity(
  wanted: ReadonlySet<string>,
  names: ReadonlySet<string>,
  rarity: (name: string) => number,
): number {
  let common = 0;
  let all = 0;
  for (const name of wanted) {
    const weight = rarity(name);
    all += weight;
    if (names.has(name)) common += weight;
  }
  for (const name of names) if (!wanted.has(name)) all += rarity(name);
  return all === 0 ? 0 : common / all;
}

function windowed(document: DocumentSnapshot): WindowedFile {
  const lines = document.text.split('\n');
  const names = lines.map((line) => (line.length > 400 ? [] : identifiersIn(line)));
  const windows: CodeWindow[] = [];
  for (let start = 0; start < lines.length && windows.length < mostWindowsAFile; start += stepLines) {
    const end = Math.min(lines.length, start + windowLines);
    windows.push({ startLine: start, endLine: end, names: new Set(names.slice(start, end).flat()) });
    if (end === lines.length) break;
  }
  return { names: new Set(names.flat()), lines, windows };
}
