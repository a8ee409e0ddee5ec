/** Which stretches were replaced between two texts, found by where they agree again? */

/** `[start, oldEnd)` of the old text gave way to `[newStart, newEnd)` of the new one. In UTF-16 code units. */
export interface TextEdit {
  readonly start: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** Texts agree again where this much of one stands in the other. */
const anchorLength = 96;
/** So far behind the place where they part it is looked for. */
const reach = 6000;
/** Lines that are tried as an anchor. */
const mostAnchors = 24;
/** What remains behind so many is one stretch. */
const mostEdits = 16;

/**
 * In order and apart from each other; applied, they make the new text of the old one. Not the fewest: a stretch may
 * hold lines that are equal. Linear in the texts.
 */
export function textEdits(before: string, after: string): TextEdit[] {
  const end = equalAtEnd(before, after);
  const edits: TextEdit[] = [];
  let oldAt = 0;
  let newAt = 0;
  for (;;) {
    const oldLast = Math.max(oldAt, before.length - end);
    const newLast = Math.max(newAt, after.length - end);
    const same = equalFrom(before, oldAt, after, newAt, Math.min(oldLast - oldAt, newLast - newAt));
    oldAt += same;
    newAt += same;
    if (oldAt === oldLast && newAt === newLast) return edits;
    const again = edits.length < mostEdits - 1 ? meeting(before, oldAt, after, newAt) : undefined;
    if (again === undefined || again.old >= oldLast || again.new >= newLast) {
      edits.push({ start: oldAt, oldEnd: oldLast, newStart: newAt, newEnd: newLast });
      return edits;
    }
    edits.push({ start: oldAt, oldEnd: again.old, newStart: newAt, newEnd: again.new });
    oldAt = again.old;
    newAt = again.new;
  }
}

/** Compared in pieces, which the engine does many times faster than by character. */
const pieceLength = 1024;

function equalAtEnd(before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let end = 0;
  while (
    end + pieceLength <= most &&
    before.slice(before.length - end - pieceLength, before.length - end) ===
      after.slice(after.length - end - pieceLength, after.length - end)
  )
    end += pieceLength;
  while (
    end < most &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  )
    end++;
  return end;
}

function equalFrom(before: string, oldAt: number, after: string, newAt: number, most: number): number {
  let same = 0;
  while (
    same + pieceLength <= most &&
    before.slice(oldAt + same, oldAt + same + pieceLength) ===
      after.slice(newAt + same, newAt + same + pieceLength)
  )
    same += pieceLength;
  while (same < most && before.charCodeAt(oldAt + same) === after.charCodeAt(newAt + same)) same++;
  return same;
}

/** The nearest line of either text that the other one has too, behind the places given. */
function meeting(
  before: string,
  oldAt: number,
  after: string,
  newAt: number,
): { readonly old: number; readonly new: number } | undefined {
  const oldPart = before.slice(oldAt, oldAt + reach);
  const newPart = after.slice(newAt, newAt + reach);
  let inOld = 0;
  let inNew = 0;
  for (let tried = 0; tried < mostAnchors; tried++) {
    inOld = oldPart.indexOf('\n', inOld) + 1;
    inNew = newPart.indexOf('\n', inNew) + 1;
    const there = inOld > 0 ? placeOf(oldPart, inOld, newPart) : -1;
    if (there !== -1) return { old: oldAt + inOld, new: newAt + there };
    const here = inNew > 0 ? placeOf(newPart, inNew, oldPart) : -1;
    if (here !== -1) return { old: oldAt + here, new: newAt + inNew };
    if (inOld === 0 || inNew === 0) return undefined;
  }
  return undefined;
}

function placeOf(text: string, at: number, other: string): number {
  return at + anchorLength > text.length ? -1 : other.indexOf(text.slice(at, at + anchorLength));
}
