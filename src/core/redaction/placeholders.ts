/** Which word stands for which secret, and how does the secret come back? */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { Random } from '../base/ports.ts';
import type { Finding } from './redacted.ts';

export type RestoreFailure = 'unknownPlaceholder' | 'alteredPlaceholder';

const TAG_LENGTH = 6;
const TAG_LETTERS = 'abcdefghijkmnpqrstuvwxyz';
const TAG_DIGITS = '23456789';
/** Characters of the longest placeholder a book gives out. */
export const LONGEST_PLACEHOLDER = 64;

/**
 * The placeholders of one conversation, held in memory only. The same value always gets the same
 * word; the tag is drawn at the start, so that no text can hold one of our words by forging it.
 */
export class PlaceholderBook {
  readonly tag: string;
  private readonly wordOf = new Map<string, string>();
  private readonly entryOf = new Map<string, { readonly value: string; readonly kind: string }>();
  private readonly stems = new Set<string>();
  private readonly seenStems = new Set<string>();
  private readonly exact: RegExp;
  private readonly counts = new Map<string, number>();

  constructor(random: Random) {
    this.tag = drawTag(random);
    this.exact = new RegExp(`SECRET_[A-Z0-9_]{1,40}?_\\d{1,6}_${this.tag}`, 'g');
  }

  /** Notes words of our shape that the text holds already; none of them is ever given out. */
  noticeText(text: string): void {
    if (!/secret_/i.test(text)) return;
    for (const match of text.matchAll(/SECRET_[A-Z0-9_]{0,40}?\d{1,6}(?![A-Z0-9])/gi)) {
      const stem = match[0].toUpperCase();
      if (!this.stems.has(stem) || !text.startsWith(`_${this.tag}`, match.index + match[0].length))
        this.seenStems.add(stem);
    }
  }

  /** The word for `value`: a new one at its first occurrence, the same ever after. */
  wordFor(value: string, kind: string): string {
    const known = this.wordOf.get(value);
    if (known !== undefined) return known;
    const upper = kind
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, '_')
      .slice(0, 30)
      .replace(/^_+|_+$/g, '');
    let count = this.counts.get(upper) ?? 0;
    let stem: string;
    do stem = `SECRET_${upper === '' ? 'VALUE' : upper}_${++count}`;
    while (this.seenStems.has(stem) || this.stems.has(stem));
    this.counts.set(upper, count);
    const word = `${stem}_${this.tag}`;
    this.wordOf.set(value, word);
    this.entryOf.set(word, { value, kind });
    this.stems.add(stem);
    return word;
  }

  /** Where `text` holds words that this book gave out. */
  places(text: string): Finding[] {
    if (this.entryOf.size === 0 || !text.includes(this.tag)) return [];
    const places: Finding[] = [];
    for (const match of text.matchAll(this.exact)) {
      const entry = this.entryOf.get(match[0]);
      if (entry !== undefined)
        places.push({ kind: entry.kind, start: match.index, end: match.index + match[0].length });
    }
    return places;
  }

  /** Exact words become their values again; everything else stays. Never fails. */
  restoreExact(text: string): string {
    if (this.entryOf.size === 0 || !text.includes(this.tag)) return text;
    return text.replace(this.exact, (word) => this.entryOf.get(word)?.value ?? word);
  }

  /** Like restoreExact, but a word that was changed or never given out is a named reason. */
  restore(text: string): Outcome<string, RestoreFailure> {
    const problem = this.problemIn(text);
    return problem === undefined ? some(this.restoreExact(text)) : none(problem.reason, problem.word);
  }

  /** The first word in `text` that is nearly one of ours. */
  problemIn(text: string): { reason: RestoreFailure; word: string } | undefined {
    if (this.entryOf.size === 0) return undefined;
    const rest = text.replace(this.exact, (word) =>
      this.entryOf.has(word) ? ' '.repeat(word.length) : word,
    );
    const unknown = this.exact.exec(rest);
    this.exact.lastIndex = 0;
    if (unknown !== null) return { reason: 'unknownPlaceholder', word: unknown[0] };
    const tagAt = rest.toLowerCase().indexOf(this.tag);
    if (tagAt !== -1)
      return {
        reason: 'alteredPlaceholder',
        word:
          rest
            .slice(Math.max(0, tagAt - 40), tagAt + TAG_LENGTH)
            .split(/\s/)
            .at(-1) ?? '',
      };
    for (const match of rest.matchAll(/SECRET[_-][A-Z0-9_-]{1,40}?[_-]\d{1,6}(?![A-Z0-9])/gi)) {
      const stem = match[0].toUpperCase().replaceAll('-', '_');
      if (this.stems.has(stem) && !this.seenStems.has(stem))
        return { reason: 'alteredPlaceholder', word: match[0] };
    }
    return undefined;
  }

  /** How many characters at the end of `text` may be the beginning of one of our words. */
  openTail(text: string): number {
    if (this.entryOf.size === 0) return 0;
    const from = Math.max(0, text.length - LONGEST_PLACEHOLDER);
    for (let at = text.indexOf('S', from); at !== -1; at = text.indexOf('S', at + 1)) {
      const tail = text.slice(at);
      for (const word of this.entryOf.keys()) {
        if (word.length > tail.length && word.startsWith(tail)) return tail.length;
      }
    }
    return 0;
  }
}

function drawTag(random: Random): string {
  const all = TAG_LETTERS + TAG_DIGITS;
  const pick = (from: string): string =>
    from.charAt(Math.min(from.length - 1, Math.floor(random() * from.length)));
  // A letter, a digit, then either: no word of a language and no number has this shape.
  let tag = pick(TAG_LETTERS) + pick(TAG_DIGITS);
  while (tag.length < TAG_LENGTH) tag += pick(all);
  return tag;
}
