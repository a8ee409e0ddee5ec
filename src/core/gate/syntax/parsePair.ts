/** What are the trees of a text before and after its change? */

import type { ParsedPair } from '../check.ts';
import type { LanguageFacts } from '../language/languages.ts';
import type { GateCase } from '../verdict.ts';
import type { KeptTree, KeptTrees } from './keptTrees.ts';
import { withoutFalseForms } from './knownFalseErrors.ts';
import { longestParsedText, type ParsedText, type Syntax } from './syntax.ts';
import { textEdits } from './textEdits.ts';
import { keepsAround, windowAround, type TextWindow } from './windowAround.ts';

interface Texts {
  readonly judged: GateCase;
  readonly language: LanguageFacts | undefined;
  readonly before: string;
  readonly after: string;
}

export interface OwnedPair {
  readonly pair: ParsedPair;
  /** Frees the trees, but for the one that the next verdict on the file can use. */
  dispose(): void;
}

/**
 * `undefined` without a grammar. A suggestion in a long file is judged in a part of it, an edit in the whole. The tree
 * that the last verdict on this file left is carried on: only what changed since is parsed. The text after comes
 * first, as what holds after the change needs no look at the text before.
 */
export function parsePair(
  { judged, language, before, after }: Texts,
  syntax: Syntax,
  kept: KeptTrees,
): OwnedPair | undefined {
  const grammar = language?.grammar;
  // No grammar here reads Flow's types.
  if (grammar === undefined || (grammar === 'javascript' && before.slice(0, 1500).includes('@flow')))
    return undefined;
  if (before.length > longestParsedText) return undefined;
  const old = kept.take(judged.path, grammar);
  const part = partOf(judged, { before, after }, old);
  const partAfter = { ...part, end: after.length - (before.length - part.end) };
  const near = old?.part.start === part.start ? old.parsed : undefined;
  const parsedAfter = syntax.parse(grammar, textOf(grammar, after, partAfter), near);
  if (parsedAfter === undefined) {
    old?.parsed.dispose();
    return undefined;
  }
  let parsedBefore: ParsedText | undefined;
  return {
    pair: {
      after: parsedAfter,
      get before() {
        parsedBefore ??= syntax.parse(grammar, textOf(grammar, before, part), near ?? parsedAfter);
        if (parsedBefore === undefined) throw new RangeError('the parser gave up');
        return parsedBefore;
      },
      firstRow: part.firstRow,
      whole: part.start === 0 && part.end === before.length,
    },
    dispose() {
      parsedBefore?.dispose();
      // What holds is the better start: from a faulty tree the parser guesses on.
      if (near !== undefined && old !== undefined && parsedAfter.root.hasError) {
        parsedAfter.dispose();
        kept.give(old);
        return;
      }
      old?.parsed.dispose();
      kept.give({ path: judged.path, grammar, source: after, part: partAfter, parsed: parsedAfter });
    },
  };
}

function textOf(grammar: string, text: string, part: TextWindow): string {
  return withoutFalseForms(grammar, text.slice(part.start, part.end));
}

/** Of the text before. */
function partOf(
  judged: GateCase,
  { before, after }: Pick<Texts, 'before' | 'after'>,
  old: KeptTree | undefined,
): TextWindow {
  if (judged.task !== 'completion') return { start: 0, end: before.length, firstRow: 0 };
  const offset = judged.before.length;
  // A faulty tree costs the most to carry on, and the fault may lie outside of what must be read.
  const same = old?.parsed.root.hasError === false ? samePart(old, after, offset) : undefined;
  if (same === undefined) return windowAround(before, offset);
  return { ...same, end: same.end - (after.length - before.length) };
}

/** The part of the kept tree, where all that changed since lies within it and it still reaches far enough. */
function samePart({ source, part }: KeptTree, text: string, offset: number): TextWindow | undefined {
  const moved = { ...part, end: part.end + text.length - source.length };
  if (part.start > 0 || part.end < source.length) {
    const edits = textEdits(source, text);
    const first = edits[0];
    const last = edits.at(-1);
    if (first !== undefined && last !== undefined && (first.start < part.start || last.oldEnd > part.end))
      return undefined;
  }
  return keepsAround(text, moved, offset) ? moved : undefined;
}
