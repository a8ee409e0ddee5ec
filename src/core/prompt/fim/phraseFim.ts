/** How is this cursor phrased for a FIM family, in all the forms that servers take? */

import type { CursorWindow, Snippet } from '../../context/document.ts';
import type { FimPrompt } from '../../model/stream.ts';
import { fimFamilies } from './dialects.ts';
import type { FimParts } from './fimFamily.ts';

export interface PhraseOptions {
  /** For families with a token for it. Default: `repository`. */
  readonly repoName?: string;
}

/**
 * Phrases `prefix | suffix` with snippets for a family of `fimFamilies` by name.
 * An unknown family gets prefix and suffix without control strings: only servers that apply the template themselves can be asked with it.
 * Line endings in the prompt are `\n`, as the models were trained; offsets of the window are not needed afterwards.
 */
export function phraseFim(
  family: string,
  window: CursorWindow,
  snippets: readonly Snippet[],
  options: PhraseOptions = {},
): FimPrompt {
  const known = fimFamilies.find(({ name }) => name === family);
  const writtenFrom = window.prefix.length - (known?.takesWritten === true ? (window.writtenLength ?? 0) : 0);
  const parts: FimParts = {
    prefix: window.prefix.slice(0, writtenFrom).replaceAll('\r\n', '\n'),
    suffix: window.suffix.replaceAll('\r\n', '\n'),
    written: window.prefix.slice(writtenFrom).replaceAll('\r\n', '\n'),
    path: window.document.path,
    languageId: window.document.languageId,
    snippets: snippets.map((snippet) => ({ ...snippet, text: snippet.text.replaceAll('\r\n', '\n') })),
    repoName: options.repoName ?? 'repository',
  };
  const plain = {
    family,
    prefix: parts.prefix + parts.written,
    ...(parts.written === '' ? {} : { written: parts.written }),
    suffix: parts.suffix,
    snippets: parts.snippets.map(({ path, text }) => ({ path, text })),
  };
  if (known === undefined) return { ...plain, segments: [{ text: parts.prefix }], stop: [], controls: [] };
  return {
    ...plain,
    segments: known.lay(parts).filter((segment) => 'control' in segment || segment.text !== ''),
    stop: [...known.stop, ...(snippets.length === 0 ? [] : (known.snippetStop ?? []))],
    controls: known.controls,
    prefixWithSnippets: known.prefixWithSnippets(parts) + parts.written,
    ...(known.tokenIds === undefined ? {} : { tokenIds: known.tokenIds }),
  };
}
