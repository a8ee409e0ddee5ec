/** Which part of the streamed text may go on? Ends it at a stop text and puts back control strings that were broken in the prompt. */

/** Put behind the first character of a control string so that no tokenizer takes it for a token. */
const wedge = '\u200b';

export interface SafeText {
  readonly text: string;
  /** Broken forms that stand in it now, each with its original. */
  readonly broken: ReadonlyMap<string, string>;
}

/** Breaks every control string in a text. Guarantees: none of `controls` occurs in the result. */
export function breakControls(text: string, controls: readonly string[]): SafeText {
  const broken = new Map<string, string>();
  if (controls.length === 0) return { text, broken };
  const pattern = [...controls]
    .sort((left, right) => right.length - left.length)
    .map(escaped)
    .join('|');
  const found = new RegExp(pattern, 'gu');
  let safe = text;
  // A broken control string can hold a shorter one in its rest.
  for (let round = 0; round < 4; round++) {
    const next = safe.replaceAll(found, (original) => {
      const [first = ''] = original;
      const form = first + wedge + original.slice(first.length);
      broken.set(form, original);
      return form;
    });
    if (next === safe) break;
    safe = next;
  }
  return { text: safe, broken };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

export interface Filtered {
  readonly text: string;
  /** A stop text was reached: nothing more will come. */
  readonly stopped: boolean;
}

/** Holds back only what may still become a stop text or a broken control string. */
export class OutputFilter {
  private held = '';
  private readonly stops: readonly string[];
  private readonly broken: ReadonlyMap<string, string>;
  private readonly watched: readonly string[];

  constructor(stops: readonly string[], broken: ReadonlyMap<string, string>) {
    this.stops = stops.filter((stop) => stop !== '');
    this.broken = broken;
    this.watched = [...this.stops, ...broken.keys()];
  }

  push(text: string): Filtered {
    this.held += text;
    const end = this.firstStop();
    if (end !== -1) {
      const text = this.restored(this.held.slice(0, end));
      this.held = '';
      return { text, stopped: true };
    }
    const keep = this.openTail();
    const ready = this.held.slice(0, this.held.length - keep);
    this.held = this.held.slice(this.held.length - keep);
    return { text: this.restored(ready), stopped: false };
  }

  /** What was held back when the answer ended. */
  flush(): string {
    const rest = this.restored(this.held);
    this.held = '';
    return rest;
  }

  /** With the control strings put back that were broken in the prompt. */
  restored(text: string): string {
    let restored = text;
    for (const [form, original] of this.broken) restored = restored.replaceAll(form, original);
    return restored;
  }

  private firstStop(): number {
    const places = this.stops.map((stop) => this.held.indexOf(stop)).filter((place) => place !== -1);
    return places.length === 0 ? -1 : Math.min(...places);
  }

  private openTail(): number {
    let longest = 0;
    for (const word of this.watched) {
      for (let length = Math.min(word.length - 1, this.held.length); length > longest; length--) {
        if (this.held.endsWith(word.slice(0, length))) longest = length;
      }
    }
    return longest;
  }
}
