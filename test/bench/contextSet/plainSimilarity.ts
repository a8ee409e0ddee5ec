/** What do other tools send? The windows of open files that are most alike, by the names they share. */

import type { DocumentSnapshot, Snippet } from '../../../src/core/context/document.ts';
import { identifiersIn } from '../../../src/core/context/identifiers.ts';
import type { KnownDocuments } from '../../../src/core/context/knownDocuments.ts';
import { PerDocument } from '../../../src/core/context/perDocument.ts';
import type { SnippetSource } from '../../../src/core/context/snippetSource.ts';

const windowLines = 30;
const stepLines = 10;
const nearLines = 40;

interface Candidate {
  readonly startLine: number;
  readonly text: string;
  readonly names: ReadonlySet<string>;
}

/** Jaccard similarity of windows of 30 lines to the 40 lines before the cursor (Cody takes 50, Copilot 60); none overlap. */
export function plainSimilarity(known: KnownDocuments): SnippetSource {
  const windows = new PerDocument(windowsOf);
  return {
    name: 'plain',
    timeLimitMs: 5_000,
    share: 1,
    async collect({ window, pause }, signal) {
      const wanted = new Set(identifiersIn(window.prefix.split('\n').slice(-nearLines).join('\n')));
      const scored: { readonly path: string; readonly candidate: Candidate; readonly score: number }[] = [];
      for (const file of known.recent()) {
        if (file.uri === window.document.uri) continue;
        for (const candidate of (await windows.of(file, pause, signal)) ?? [])
          scored.push({ path: file.path, candidate, score: jaccard(wanted, candidate.names) });
      }
      scored.sort((a, b) => b.score - a.score);
      const chosen: Snippet[] = [];
      for (const { path, candidate, score } of scored) {
        if (score <= 0) break;
        const { startLine, text } = candidate;
        const overlaps = chosen.some(
          (one) => one.path === path && Math.abs((one.startLine ?? 0) - startLine) < windowLines,
        );
        if (!overlaps) chosen.push({ path, text, startLine, source: 'plain' });
        if (chosen.length >= 30) break;
      }
      return chosen;
    },
  };
}

function* windowsOf(document: DocumentSnapshot): Generator<void, Candidate[], void> {
  yield;
  const lines = document.text.split('\n');
  const found: Candidate[] = [];
  for (let startLine = 0; startLine < lines.length; startLine += stepLines) {
    const text = lines.slice(startLine, startLine + windowLines).join('\n');
    found.push({ startLine, text, names: new Set(identifiersIn(text)) });
    if (startLine + windowLines >= lines.length) break;
  }
  return found;
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const name of a) if (b.has(name)) common++;
  return common / Math.max(1, a.size + b.size - common);
}
