/** Who types? A person retyping parts of a real file: log-normal rhythm, pauses, slips, jumps, and suggestions taken. Synthetic. */

import { logNormal, seeded } from './random.ts';

export interface Hole {
  readonly start: number;
  readonly end: number;
}

export interface TypistManner {
  readonly seed: number;
  readonly medianMs: number;
  /** Chance of a wrong letter. */
  readonly slips: number;
  /** Letters typed behind a wrong one before it is noticed, at most. */
  readonly noticedLate?: number;
  /** Chance, at a line's beginning, of looking at another place of the file first. */
  readonly wanders?: number;
  /** Chance, at a line's beginning, of pasting the line. */
  readonly pastes?: number;
  /** Chance of taking a right suggestion that has been on screen long enough to be read. */
  readonly takes: number;
  readonly keystrokes: number;
}

export type TypistStep =
  | { readonly afterMs: number; readonly kind: 'lookElsewhere'; readonly forMs: number }
  | { readonly afterMs: number; readonly kind: 'insert'; readonly text: string; readonly isSlip: boolean }
  | { readonly afterMs: number; readonly kind: 'backspace' }
  | { readonly afterMs: number; readonly kind: 'accept' };

/** Regions of whole lines, spread over the file, each 8 to 20 lines long. */
export function chooseHoles(text: string, count: number, seed: number): Hole[] {
  const random = seeded(seed);
  const lines: number[] = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
  const holes: Hole[] = [];
  const stride = Math.floor((lines.length - 2) / count);
  for (let index = 0; index < count; index++) {
    const length = 8 + Math.floor(random() * 12);
    const first = Math.min(
      lines.length - 3,
      index * stride + 5 + Math.floor(random() * Math.max(1, stride - length - 10)),
    );
    let begin = first;
    // A person begins on a line with something on it.
    while (begin < first + 10 && /^\s*\n/.test(text.slice(lines[begin] ?? 0))) begin++;
    const start = lines[begin];
    const end = lines[Math.min(lines.length - 1, begin + length)];
    if (start === undefined || end === undefined || end - start < 80) continue;
    // The hole's last line end stays, as does the first line's indentation: an editor puts it there by itself.
    const stop = end - 1;
    const indented = start + (/^[ \t]*/.exec(text.slice(start, stop))?.[0].length ?? 0);
    if (holes.every((hole) => hole.end < start || hole.start > stop))
      holes.push({ start: indented, end: stop });
  }
  return holes;
}

/** Steps through one hole, asking after each what is on screen. */
export function* typeHole(
  target: string,
  manner: TypistManner,
  random: () => number,
): Generator<
  TypistStep,
  void,
  { readonly visible: string; readonly visibleMs: number; readonly typed: number }
> {
  let seen = { visible: '', visibleMs: 0, typed: 0 };
  let typed = 0;
  while (typed < target.length) {
    const rest = target.slice(typed);
    const isRight = seen.visible.length >= 8 && rest.startsWith(seen.visible);
    if (isRight && random() < manner.takes) {
      seen = yield { afterMs: 300 + random() * 500, kind: 'accept' };
      // What was on screen when the key came down may have grown, or was not taken because it was wrong by then.
      typed = seen.typed;
      continue;
    }
    const newline = /^\n[ \t]*/.exec(rest);
    const piece = newline === null ? rest.charAt(0) : newline[0];
    const startsLine = typed === 0 || /\n[ \t]*$/.test(target.slice(0, typed));
    let afterMs = Math.min(1_500, logNormal(random, manner.medianMs, 0.5));
    if (newline !== null) afterMs *= 1.6;
    if (startsLine) afterMs *= 4;
    if (random() < 0.02) afterMs += 800 + random() * 1_500;
    if (startsLine && random() < (manner.wanders ?? 0)) {
      seen = yield { afterMs, kind: 'lookElsewhere', forMs: 500 + random() * 3_000 };
      afterMs = 400 + random() * 600;
    }
    if (startsLine && newline === null && random() < (manner.pastes ?? 0)) {
      const line = /^[^\n]*/.exec(rest)?.[0] ?? '';
      seen = yield { afterMs, kind: 'insert', text: line, isSlip: false };
      typed = seen.typed;
      continue;
    }
    if (newline === null && /\w/.test(piece) && random() < manner.slips) {
      const late = Math.floor(random() * (1 + (manner.noticedLate ?? 0)));
      const wrong = `${piece === 'x' ? 'q' : 'x'}${/^\w*/.exec(rest.slice(1, 1 + late))?.[0] ?? ''}`;
      for (const letter of wrong) {
        yield { afterMs, kind: 'insert', text: letter, isSlip: true };
        afterMs = logNormal(random, manner.medianMs, 0.4);
      }
      for (let left = wrong.length; left > 0; left--)
        yield {
          afterMs: logNormal(random, manner.medianMs * (left === wrong.length ? 2 : 0.8), 0.4),
          kind: 'backspace',
        };
      afterMs = logNormal(random, manner.medianMs, 0.4);
    }
    seen = yield { afterMs, kind: 'insert', text: piece, isSlip: false };
    typed += piece.length;
  }
}
