/** Where are the names near the cursor declared, among the files at hand? */

import { declarationText, outlineInSlices, type Declaration, type FileOutline } from '../declarations.ts';
import type { DocumentSnapshot, Snippet } from '../document.ts';
import { namesByNearness } from '../identifiers.ts';
import { importedDocuments } from '../imports.ts';
import type { KnownDocuments } from '../knownDocuments.ts';
import { PerDocument } from '../perDocument.ts';
import type { SnippetPlace, SnippetSource } from '../snippetSource.ts';

const nearPrefix = 2_500;
const nearSuffix = 600;
const mostDeclarations = 8;

/** Heads of what the used names stand for, the nearest name first; of types the members' heads too. */
export function declarationsNearby(known: KnownDocuments): SnippetSource {
  const outlines = new PerDocument(outlineInSlices);
  return {
    name: 'declaration',
    // In the background; the outlines of many large files take some turns the first time.
    timeLimitMs: 250,
    share: 0.08,
    collect: (place, signal) => collect({ place, signal }, known.recent(), outlines),
  };
}

async function collect(
  { place, signal }: { readonly place: SnippetPlace; readonly signal: AbortSignal },
  recent: readonly DocumentSnapshot[],
  outlines: PerDocument<FileOutline>,
): Promise<readonly Snippet[]> {
  const { document, prefix, suffix } = place.window;
  const names = namesByNearness(prefix.slice(-nearPrefix), suffix.slice(0, nearSuffix));
  const imported = importedDocuments(document, recent);
  const others = recent.filter((other) => other.uri !== document.uri && !imported.includes(other));
  const ranks = new Map(names.map((name, rank) => [name, rank]));
  const found: { readonly rank: number; readonly snippet: Snippet }[] = [];
  for (const [isImported, files] of [
    [true, imported],
    [false, others],
  ] as const) {
    for (const file of files) {
      const outline = await outlines.of(file, place.pause, signal);
      if (outline === undefined) return [];
      for (const declaration of outline.declarations) {
        const rank = rankOf(declaration, ranks, isImported);
        if (rank !== undefined) found.push({ rank, snippet: snippetOf(outline, declaration) });
      }
    }
  }
  found.sort((a, b) => a.rank - b.rank);
  const chosen = found.slice(0, mostDeclarations).map(({ snippet }) => snippet);
  return byFile(chosen);
}

function rankOf(
  declaration: Declaration,
  ranks: ReadonlyMap<string, number>,
  isImported: boolean,
): number | undefined {
  const rank = ranks.get(declaration.name);
  if (rank === undefined) return undefined;
  // A member's name is shared by many types: only in a file that is imported does it tell anything.
  if (!isImported && (declaration.indent > 0 || !declaration.isCertain)) return undefined;
  return rank + (isImported ? 0 : 40) + (declaration.indent > 0 ? 20 : 0);
}

function snippetOf(outline: FileOutline, declaration: Declaration): Snippet {
  return {
    path: outline.path,
    text: declarationText(outline, declaration),
    source: 'declaration',
    startLine: declaration.line,
  };
}

/** One snippet for each file, in the order of its lines: stable, and the path is paid for once. */
function byFile(snippets: readonly Snippet[]): Snippet[] {
  const files = new Map<string, Snippet[]>();
  for (const snippet of snippets) files.set(snippet.path, [...(files.get(snippet.path) ?? []), snippet]);
  return [...files.values()].map((own) => {
    const sorted = own.sort((a, b) => (a.startLine ?? 0) - (b.startLine ?? 0));
    const texts = sorted
      .map(({ text }) => text)
      .filter((text, index, all) => !all.slice(0, index).some((other) => other.includes(text)));
    const [first] = sorted;
    return {
      path: first?.path ?? '',
      text: texts.join('\n'),
      source: 'declaration',
      startLine: first?.startLine ?? 0,
    };
  });
}
