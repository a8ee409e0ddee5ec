/** Which code at hand looks most like what is being written? Jaccard similarity of the names in windows of lines. */

import type { DocumentSnapshot, Snippet } from '../document.ts';
import { identifiersIn } from '../identifiers.ts';
import type { KnownDocuments } from '../knownDocuments.ts';
import { PerDocument } from '../perDocument.ts';
import type { SnippetPlace, SnippetSource } from '../snippetSource.ts';

const windowLines = 20;
const stepLines = 10;
const mostWindowsAFile = 800;
const mostSnippets = 10;
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
    share: 0.6,
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
  const chosen: typeof scored = [];
  for (const one of scored) {
    if (chosen.length >= mostSnippets || one.score < leastSimilarity) break;
    const overlaps = chosen.some(
      ({ file, window }) =>
        file === one.file &&
        window.startLine < one.window.endLine + followingLines &&
        one.window.startLine < window.endLine + followingLines,
    );
    if (!overlaps) chosen.push(one);
  }
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
