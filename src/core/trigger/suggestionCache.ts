/** Which earlier answer still fits here? Over file, text before and text behind, with look-back. */

import { lineBefore, shiftAnchor, typedSince, type Anchor } from './agreement.ts';
import { divergenceOf, type Divergence } from './divergence.ts';
import type { TextChange } from './keystroke.ts';
import { reachedIn } from './reached.ts';

/** An answer worth keeping, empty and withheld ones included: they need not be asked for again. */
export interface HeldAnswer<Facts> {
  readonly anchor: Anchor;
  /** Clean text that belongs at the anchor. May hold more than is shown at once. */
  readonly text: string;
  readonly facts: Facts;
  /** The model ended it by itself: asked again at its end, it would end at once. */
  readonly isComplete?: boolean;
}

export interface FoundAnswer<Facts> {
  readonly answer: HeldAnswer<Facts>;
  /** The part of the answer that was typed already. */
  readonly typed: string;
  /** The part that was not. */
  readonly remaining: string;
}

const mostPerFile = 24;
const mostFiles = 40;

/** Bounded: 24 answers a file, 40 files, the oldest go first. */
export class SuggestionCache<Facts> {
  private readonly files = new Map<string, HeldAnswer<Facts>[]>();

  put(answer: HeldAnswer<Facts>): void {
    const { uri, offset, tail } = answer.anchor;
    const kept = (this.files.get(uri) ?? []).filter(
      ({ anchor }) => anchor.offset !== offset || anchor.tail !== tail || anchor.head !== answer.anchor.head,
    );
    kept.push(answer);
    if (kept.length > mostPerFile) kept.shift();
    this.files.delete(uri);
    this.files.set(uri, kept);
    if (this.files.size <= mostFiles) return;
    for (const oldest of this.files.keys()) {
      this.files.delete(oldest);
      break;
    }
  }

  /**
   * The newest answer that agrees with what was typed since; typing on and backspacing both find it. Nothing remains
   * at the end of a complete one, where no other goes on.
   */
  find(
    uri: string,
    text: string,
    offset: number,
    isWanted: (answer: HeldAnswer<Facts>) => boolean = () => true,
  ): FoundAnswer<Facts> | undefined {
    const held = this.files.get(uri) ?? [];
    let ended: FoundAnswer<Facts> | undefined;
    for (let index = held.length - 1; index >= 0; index--) {
      const answer = held[index];
      if (answer === undefined || !isWanted(answer)) continue;
      const since = typedSince(answer.anchor, text, offset);
      const reached =
        since === undefined ? undefined : reachedIn(answer.text, since, lineBefore(answer.anchor));
      if (reached === undefined || reached > answer.text.length) continue;
      const typed = answer.text.slice(0, reached);
      const remaining = answer.text.slice(reached);
      if (remaining !== '' || typed === '') return { answer, typed, remaining };
      if (answer.isComplete === true) ended ??= { answer, typed, remaining };
    }
    return ended;
  }

  /** Where typing on this line left an answer; the last such place, and there the newest answer. */
  leftAt(uri: string, text: string, offset: number): Divergence | undefined {
    let last: Divergence | undefined;
    for (const { anchor, text: answer } of this.files.get(uri) ?? []) {
      if (answer === '') continue;
      const typed = typedSince(anchor, text, offset);
      const found = typed === undefined ? undefined : divergenceOf(answer, typed);
      if (found !== undefined && (last === undefined || found.typed.length <= last.typed.length))
        last = found;
    }
    return last;
  }

  /** Answers behind an edit move with their text; answers it went through are dropped. */
  edited(uri: string, changes: readonly TextChange[]): void {
    const held = this.files.get(uri);
    if (held === undefined) return;
    const moved = held.flatMap((answer) => {
      let anchor: Anchor | undefined = answer.anchor;
      for (const change of changes) anchor = anchor === undefined ? undefined : shiftAnchor(anchor, change);
      if (anchor === undefined) return [];
      return anchor === answer.anchor ? [answer] : [{ ...answer, anchor }];
    });
    this.files.set(uri, moved);
  }

  forget(uri: string): void {
    this.files.delete(uri);
  }

  clear(): void {
    this.files.clear();
  }

  get size(): number {
    let size = 0;
    for (const held of this.files.values()) size += held.length;
    return size;
  }
}
