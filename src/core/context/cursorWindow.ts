/** Which part of the file may the model see, cut so that the server has mostly seen it before? */

import { lineEnd, lineStart } from '../base/text.ts';
import type { CursorWindow, DocumentSnapshot } from './document.ts';

/** In which order the family's prompt puts the two parts: what stands first must change least. */
export type FamilyLayout = 'suffixFirst' | 'prefixFirst';

export interface WindowBudget {
  readonly layout: FamilyLayout;
  /** Characters the prefix is cut back to when it has outgrown the budget. */
  readonly prefixCharacters: number;
  readonly suffixCharacters: number;
}

/** How the window of one document was cut last: its start stays put while the cursor stays near. */
export interface WindowFrame {
  readonly uri: string;
  readonly start: number;
  /** The first characters of the window, to notice edits above it. */
  readonly head: string;
  /** The whole suffix that was sent last. */
  readonly suffix: string;
  /** What stands between the window's start and the line where writing began. Empty where the suffix comes first. */
  readonly standing: string;
}

/** A window outgrows its budget by this factor before its start moves (a move costs a whole re-reading). */
const outgrown = 1.4;
const chunkLines = 64;
const headLength = 160;
/** More than this behind the standing part, and it is drawn up to the cursor's line again. */
const mostWritten = 2_000;

export interface FramedWindow {
  readonly window: CursorWindow;
  readonly frame: WindowFrame;
  /** The start moved, or this is the first window: the server reads all of it anew. */
  readonly isMoved: boolean;
}

/**
 * Cuts at line starts and line ends only. While one types, the start does not move until the prefix is 1.4 times
 * its budget; then it moves by 64 lines at a time. Work is proportional to the window, not to the file.
 */
export function frameWindow(
  previous: WindowFrame | undefined,
  document: DocumentSnapshot,
  offset: number,
  budget: WindowBudget,
): FramedWindow {
  const { text } = document;
  const kept = previous === undefined ? undefined : keptStart(previous, document, offset, budget);
  const start = kept ?? anchoredStart(text, offset, budget.prefixCharacters);
  const prefix = text.slice(start, offset);
  const suffix = cutSuffix(
    text,
    offset,
    budget,
    previous?.uri === document.uri ? previous.suffix : undefined,
  );
  const isSame = kept !== undefined && previous?.suffix === suffix;
  const standing = budget.layout === 'suffixFirst' ? '' : standingPart(prefix, isSame ? previous : undefined);
  const frame = { uri: document.uri, start, head: text.slice(start, start + headLength), suffix, standing };
  const writtenLength = budget.layout === 'suffixFirst' ? 0 : prefix.length - standing.length;
  return { window: { document, offset, prefix, suffix, writtenLength }, frame, isMoved: kept === undefined };
}

/**
 * Where the suffix comes behind the prefix, every letter in front of it would have the server read it anew. What is
 * being written belongs to the middle already, so prefix and suffix stay as they are while one writes on.
 */
function standingPart(prefix: string, previous: WindowFrame | undefined): string {
  const known = previous?.standing;
  if (known !== undefined && prefix.startsWith(known) && prefix.length - known.length <= mostWritten)
    return known;
  return prefix.slice(0, lineStart(prefix, prefix.length));
}

function keptStart(
  frame: WindowFrame,
  document: DocumentSnapshot,
  offset: number,
  budget: WindowBudget,
): number | undefined {
  if (frame.uri !== document.uri) return undefined;
  const start = movedStart(frame, document.text);
  if (start === undefined || start > offset) return undefined;
  if (offset - start > budget.prefixCharacters * outgrown) return undefined;
  // A window that is far too short because the cursor went up again is worth a new cut only at its very edge.
  return start > 0 && offset - start < budget.prefixCharacters * 0.15 ? undefined : start;
}

/** The same line's start after edits above the window. */
function movedStart(frame: WindowFrame, text: string): number | undefined {
  const known = frame.head.slice(0, 80);
  if (text.startsWith(known, frame.start)) return frame.start;
  const reach = 4_000;
  const from = Math.max(0, frame.start - reach);
  const near = text.slice(from, frame.start + reach);
  const at = near.indexOf(known);
  if (at === -1 || near.includes(known, at + 1)) return undefined;
  const found = from + at;
  return found === 0 || text.charCodeAt(found - 1) === 10 ? found : undefined;
}

/** The start of the line, a multiple of 64 lines above the cursor's, that keeps the prefix within its budget. */
function anchoredStart(text: string, offset: number, budgetCharacters: number): number {
  if (offset <= budgetCharacters) return 0;
  const floor = offset - budgetCharacters;
  let start = lineStart(text, floor);
  if (start < floor) start = Math.min(offset, text.indexOf('\n', floor) + 1 || offset);
  return alignedToChunk(text, start, offset);
}

/**
 * Without counting every line of the file: a line whose content makes it a landmark (unindented, not blank) is
 * taken within the first chunk, so that windows of neighboring places tend to begin at the same line.
 */
function alignedToChunk(text: string, start: number, offset: number): number {
  let at = start;
  for (let line = 0; line < chunkLines && at < offset; line++) {
    const first = text.charCodeAt(at);
    const isLandmark = first > 32 && first !== 125 && first !== 41 && first !== 93;
    if (isLandmark && offset - at > (offset - start) / 2) return at;
    const newline = text.indexOf('\n', at);
    if (newline === -1 || newline >= offset) break;
    at = newline + 1;
  }
  return start;
}

const onlyClosers = /^[\s)\]}>'"`;,]*$/;

function cutSuffix(text: string, offset: number, budget: WindowBudget, last: string | undefined): string {
  // Closers that auto-closing put behind the cursor come and go while typing; one such byte costs a re-reading of the
  // suffix, and of all that comes behind it. The model writes them itself, polish removes the doubled ones.
  const restEnd = lineEnd(text, offset);
  const rest = text.slice(offset, restEnd);
  const from = onlyClosers.test(rest) ? restEnd : offset;
  if (last !== undefined && last !== '' && stillFits(text, from, last, budget)) return last;
  const wanted = from + budget.suffixCharacters;
  if (wanted >= text.length) return text.slice(from);
  return text.slice(from, lineEnd(text, wanted));
}

/** The suffix that was sent last is byte for byte what stands there still, and long enough. */
function stillFits(text: string, from: number, last: string, budget: WindowBudget): boolean {
  if (!text.startsWith(last, from)) return false;
  return last.length >= budget.suffixCharacters * 0.7 || from + last.length === text.length;
}
