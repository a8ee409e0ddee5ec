/** What is in a file, as far as choosing pieces of it needs to know? Worked out once for each version. */

import { outlineInSlices, type Declaration } from './declarations.ts';
import type { DocumentSnapshot } from './document.ts';
import { identifiersIn } from './identifiers.ts';

export interface CodeWindow {
  readonly startLine: number;
  readonly endLine: number;
  readonly names: ReadonlySet<string>;
}

export interface CodeFacts {
  readonly document: DocumentSnapshot;
  readonly lines: readonly string[];
  /** For each line. */
  readonly names: readonly (readonly string[])[];
  readonly allNames: ReadonlySet<string>;
  readonly windows: readonly CodeWindow[];
  readonly declarations: readonly Declaration[];
}

const windowLines = 20;
const stepLines = 10;
const mostWindows = 800;
const longestLine = 400;

/** Lines and windows between which others may have their turn: some milliseconds' work. */
const sliceLines = 400;
const sliceWindows = 100;

/** Stops after each piece of work. */
export function* codeFactsInSlices(document: DocumentSnapshot): Generator<void, CodeFacts, void> {
  const { lines, declarations } = yield* outlineInSlices(document);
  const names: string[][] = [];
  const allNames = new Set<string>();
  for (const [at, line] of lines.entries()) {
    if (at % sliceLines === 0) yield;
    const own = line.length > longestLine ? [] : identifiersIn(line);
    names.push(own);
    for (const name of own) allNames.add(name);
  }
  const windows: CodeWindow[] = [];
  for (let startLine = 0; startLine < lines.length && windows.length < mostWindows; startLine += stepLines) {
    if (windows.length % sliceWindows === 0) yield;
    const endLine = Math.min(lines.length, startLine + windowLines);
    windows.push({ startLine, endLine, names: new Set(names.slice(startLine, endLine).flat()) });
    if (endLine === lines.length) break;
  }
  return {
    document,
    lines,
    names,
    allNames,
    windows,
    declarations: declarations.filter(({ isCertain, indent }) => isCertain || indent > 0),
  };
}
