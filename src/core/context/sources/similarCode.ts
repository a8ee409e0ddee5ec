/** Which code at hand looks most like what is being written? Jaccard similarity of the names in windows of lines. */

import type { DocumentSnapshot, Snippet } from '../document.ts';
import { identifiersIn } from '../identifiers.ts';
import type { KnownDocuments } from '../knownDocuments.ts';
import { PerDocument } from '../perDocument.ts';
import type { SnippetPlace, SnippetSource } from '../snippetSource.ts';

const windowLines = 40;
const stepLines = 20;
const mostWindowsAFile = 400;
const mostSnippets = 5;
const leastSimilarity = 0.06;
const nearLines = 40;

interface CodeWindow {
  readonly startLine: number;
  readonly endLine: number;
  readonly names: ReadonlySet<string>;
}

interface WindowedFile {
  readonly lines: readonly string[];
  readonly windows: readonly CodeWindow[];
}

/** Windows of a file are cut once for each version of it; comparing costs a fraction of a millisecond a file. */
export function similarCode(known: KnownDocuments): SnippetSource {
  const files = new PerDocument(windowed);
  return {
    name: 'similar',
    timeLimitMs: 60,
    share: 0.3,
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
  const scored = recent
    .filter(({ uri }) => uri !== document.uri)
    .flatMap((file) => {
      const { lines, windows } = files.of(file);
      const best = windows
        .map((window) => ({ window, score: similarity(wanted, window.names) }))
        .sort((a, b) => b.score - a.score)
        .slice(0, 2);
      return best.map(({ window, score }) => ({ file, lines, window, score }));
    })
    .filter(({ score }) => score >= leastSimilarity)
    .sort((a, b) => b.score - a.score);
  return scored.slice(0, mostSnippets).map(({ file, lines, window }) => ({
    path: file.path,
    text: lines.slice(window.startLine, window.endLine).join('\n').trimEnd(),
    source: 'similar',
    startLine: window.startLine,
  }));
}

function similarity(wanted: ReadonlySet<string>, names: ReadonlySet<string>): number {
  let common = 0;
  for (const name of wanted) if (names.has(name)) common++;
  const union = wanted.size + names.size - common;
  return union === 0 ? 0 : common / union;
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
  return { lines, windows };
}
