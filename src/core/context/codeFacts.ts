/** What is in a file, as far as choosing pieces of it needs to know? Worked out once for each version. */

import { outlineOf, type Declaration } from './declarations.ts';
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

/** One pass over the file. */
export function codeFactsOf(document: DocumentSnapshot): CodeFacts {
  const { lines, declarations } = outlineOf(document);
  const names = lines.map((line) => (line.length > longestLine ? [] : identifiersIn(line)));
  const windows: CodeWindow[] = [];
  for (let startLine = 0; startLine < lines.length && windows.length < mostWindows; startLine += stepLines) {
    const endLine = Math.min(lines.length, startLine + windowLines);
    windows.push({ startLine, endLine, names: new Set(names.slice(startLine, endLine).flat()) });
    if (endLine === lines.length) break;
  }
  return {
    document,
    lines,
    names,
    allNames: new Set(names.flat()),
    windows,
    declarations: declarations.filter(({ isCertain, indent }) => isCertain || indent > 0),
  };
}
