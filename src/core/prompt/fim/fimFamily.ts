/** What is a FIM model family? How its models are recognized, which control strings it knows, how its prompt is laid out. */

import type { Snippet } from '../../context/document.ts';
import type { FimSegment, FimTokenIds } from '../../model/stream.ts';

export interface FimParts {
  /** Without what was written, where the family can take that behind its middle token. */
  readonly prefix: string;
  readonly suffix: string;
  /** The beginning of the middle. */
  readonly written: string;
  /** Path of the file that is edited, workspace-relative. */
  readonly path: string;
  readonly languageId: string;
  readonly snippets: readonly Snippet[];
  readonly repoName: string;
}

export interface FimFamily {
  readonly name: string;
  /** Higher is the better completion model where a server offers several families. */
  readonly rank: number;
  /** Whether a model of this name is of the family and was trained for FIM. */
  recognizes(modelId: string): boolean;
  /** All strings its tokenizer turns into control tokens, as far as known. */
  readonly controls: readonly string[];
  /** Most likely first; the end-of-text token is left out where every server stops there by itself. */
  readonly stop: readonly string[];
  /** Stops needed only where snippets are in the prompt. */
  readonly snippetStop?: readonly string[];
  lay(parts: FimParts): readonly FimSegment[];
  /** Its layout ends in the middle, so that what is written there may stand behind the middle token. */
  readonly takesWritten?: true;
  /** The prefix with snippets in front of it as plain text. */
  prefixWithSnippets(parts: FimParts): string;
  readonly tokenIds?: FimTokenIds;
}

export function control(name: string): FimSegment {
  return { control: name };
}

export function text(value: string): FimSegment {
  return { text: value };
}

/** Prefix, suffix, middle, and what of the middle is written: the layout of most families. */
export function prefixSuffixMiddle(
  names: readonly [prefix: string, suffix: string, middle: string],
  prefix: string,
  { suffix, written }: Pick<FimParts, 'suffix' | 'written'>,
): FimSegment[] {
  return [control(names[0]), text(prefix), control(names[1]), text(suffix), control(names[2]), text(written)];
}
