/** Does what stands at the cursor now still agree with what was asked or suggested earlier? */

import { isOnlyClosers } from './positionKind.ts';
import type { TextChange } from './keystroke.ts';

/** The place an answer belongs to: file, offset, and the text on both sides as it was. */
export interface Anchor {
  readonly uri: string;
  readonly offset: number;
  /** Text just before the place. */
  readonly tail: string;
  /** Text just behind it. */
  readonly head: string;
  /** For a place that does not exist yet: where the text that leads to it begins. */
  readonly since?: number;
}

const tailLength = 512;
const headLength = 256;
/** No answer is longer, so nothing typed further away can still agree. */
const longestTyped = 4_000;
/** What auto-closing and auto-indentation may have put behind the cursor. */
const longestClosers = 64;

export function anchorAt(uri: string, text: string, offset: number): Anchor {
  return {
    uri,
    offset,
    tail: text.slice(Math.max(0, offset - tailLength), offset),
    head: text.slice(offset, offset + headLength),
  };
}

/** The place where the cursor of `text` will stand once the insertion has been typed or accepted at `offset`. */
export function anchorAfter(
  uri: string,
  text: string,
  offset: number,
  insertion: { readonly text: string; readonly replaceAfter: number },
): Anchor {
  const before = text.slice(Math.max(0, offset - tailLength), offset) + insertion.text;
  const behind = offset + insertion.replaceAfter;
  return {
    uri,
    offset: offset + insertion.text.length,
    tail: before.slice(-tailLength),
    head: text.slice(behind, behind + headLength),
    since: offset,
  };
}

/** The place behind `text`, where an answer that is held for `anchor` goes on. */
export function anchorBehind(anchor: Anchor, text: string): Anchor {
  return {
    ...anchor,
    offset: anchor.offset + text.length,
    tail: (anchor.tail + text).slice(-tailLength),
    since: anchor.since ?? anchor.offset,
  };
}

/**
 * What has been typed since, or `undefined` where the text around the place is another by now. Closers that the
 * editor put behind the cursor, or that were typed over, do not break it. Costs the same in a file of any size.
 */
export function typedSince(anchor: Anchor, text: string, offset: number): string | undefined {
  const length = offset - anchor.offset;
  if (length < 0 || length > longestTyped) return undefined;
  if (!endsWithAt(text, anchor.tail, anchor.offset)) return undefined;
  if (anchor.tail.length < tailLength && anchor.offset !== anchor.tail.length) return undefined;
  return suffixAgrees(anchor, text, offset) ? text.slice(anchor.offset, offset) : undefined;
}

/** What stood before the place on its line. */
export function lineBefore({ tail }: Anchor): string {
  return tail.slice(tail.lastIndexOf('\n') + 1);
}

/** The anchor after an edit elsewhere; `undefined` where the edit went through it. */
export function shiftAnchor(anchor: Anchor, change: TextChange): Anchor | undefined {
  const end = change.offset + change.removedLength;
  const since = anchor.since ?? anchor.offset;
  if (change.offset >= since) return anchor;
  // An edit in the remembered text is judged later, by comparing.
  if (end > since) return undefined;
  const by = change.text.length - change.removedLength;
  return {
    ...anchor,
    offset: anchor.offset + by,
    ...(anchor.since === undefined ? {} : { since: since + by }),
  };
}

function endsWithAt(text: string, tail: string, offset: number): boolean {
  return text.startsWith(tail, offset - tail.length);
}

function suffixAgrees(anchor: Anchor, text: string, offset: number): boolean {
  const { head } = anchor;
  const atEnd = head.length < headLength;
  for (let added = 0; added <= longestClosers; added++) {
    const from = offset + added;
    if (from > text.length) break;
    if (text.startsWith(head, from) && (!atEnd || from + head.length === text.length)) return true;
    if (!isOnlyClosers(text.charAt(from))) break;
  }
  return typedOver(head, text, offset, atEnd);
}

function typedOver(head: string, text: string, offset: number, atEnd: boolean): boolean {
  for (let over = 1; over <= Math.min(8, head.length) && isOnlyClosers(head.slice(0, over)); over++) {
    const rest = head.slice(over);
    if (text.startsWith(rest, offset) && (!atEnd || offset + rest.length === text.length)) return true;
  }
  return false;
}
