/** Which of the files at hand does a file import? */

import type { DocumentSnapshot } from './document.ts';

const patterns: readonly RegExp[] = [
  /\bfrom\s+['"]([^'"\n]+)['"]/g,
  /\b(?:import|require)\s*\(?\s*['"]([^'"\n]+)['"]/g,
  /^\s*from\s+([.\w]+)\s+import\b/gm,
  /^\s*import\s+(?:static\s+)?([\w.]+)/gm,
  /^\s*#\s*include\s+["<]([^">\n]+)[">]/gm,
  /^\s*use\s+([\w:]+)/gm,
  /^\s*(?:pub\s+)?mod\s+(\w+)\s*;/gm,
  /^\s*require_relative\s+['"]([^'"\n]+)['"]/gm,
];

/** Import lines stand at the top, or are near enough to the cursor to be in its window. */
const headLength = 8_000;

/** The last two steps of what each import names, lower case, without extension. */
export function importedNames(text: string): string[] {
  const head = text.slice(0, headLength);
  const names = new Set<string>();
  for (const pattern of patterns) {
    for (const match of head.matchAll(pattern)) {
      const steps = (match[1] ?? '')
        .replace(/\.(?:[cm]?[jt]sx?|py|h|hpp|rb|go|java|rs)$/, '')
        .split(/[/.:]+/)
        .filter((step) => step !== '' && step !== 'crate' && step !== 'super' && step !== 'self');
      for (const step of steps.slice(-2)) names.add(step.toLowerCase());
    }
  }
  return [...names];
}

/** Imported documents, in the order of `known`. A name may stand for a file or for its folder. */
export function importedDocuments(
  document: DocumentSnapshot,
  known: readonly DocumentSnapshot[],
): DocumentSnapshot[] {
  const names = new Set(importedNames(document.text));
  return known.filter(({ uri, path }) => {
    if (uri === document.uri) return false;
    const steps = path.toLowerCase().split('/');
    const base = (steps.at(-1) ?? '').replace(/\.[^.]+$/, '');
    if (base === 'index' || base === '__init__' || base === 'mod') return names.has(steps.at(-2) ?? '');
    return names.has(base);
  });
}
