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
  /** Inner `SECRET_…` endings of words given out: none of them may become a word itself. */
  private readonly innerEndings = new Set<string>();
  private readonly counts = new Map<string, number>();

  constructor(random: Random) {
    this.tag = drawTag(random);
  }

  /** True until the first word is given out. */
  get isEmpty(): boolean {
    return this.entryOf.size === 0;
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
    while (this.seenStems.has(stem) || this.stems.has(stem) || this.isAmbiguous(stem));
    this.counts.set(upper, count);
    const word = `${stem}_${this.tag}`;
    this.wordOf.set(value, word);
    this.entryOf.set(word, { value, kind });
    this.stems.add(stem);
    for (const ending of innerEndings(stem)) this.innerEndings.add(ending);
    return word;
  }

  private isAmbiguous(stem: string): boolean {
    return this.innerEndings.has(stem) || innerEndings(stem).some((ending) => this.stems.has(ending));
  }

  /** Where `text` holds words that this book gave out. */
  places(text: string): Finding[] {
    if (this.entryOf.size === 0) return [];
    const places: Finding[] = [];
    const ending = `_${this.tag}`;
    for (let at = text.indexOf(ending); at !== -1; at = text.indexOf(ending, at + 1)) {
      const end = at + ending.length;
      const start = this.wordStart(text, end);
      if (start === undefined) continue;
      places.push({ kind: this.entryOf.get(text.slice(start, end))?.kind ?? '', start, end });
    }
    return places;
  }

  /** Where the word that ends at `end` begins; other `SECRET_` may stand before it or within it. */
  private wordStart(text: string, end: number): number | undefined {
    const window = text.slice(Math.max(0, end - LONGEST_PLACEHOLDER), end);
    for (
      let at = window.lastIndexOf('SECRET_');
      at !== -1;
      at = at === 0 ? -1 : window.lastIndexOf('SECRET_', at - 1)
    ) {
      if (this.entryOf.has(window.slice(at))) return end - window.length + at;
    }
    return undefined;
  }

  /** Exact words become their values again; everything else stays. Never fails. */
  restoreExact(text: string): string {
    return this.replaceWords(text, (word) => this.entryOf.get(word)?.value ?? word);
  }

  private replaceWords(text: string, by: (word: string) => string): string {
    const places = this.places(text);
    if (places.length === 0) return text;
    const parts: string[] = [];
    let cursor = 0;
    for (const { start, end } of places) {
      parts.push(text.slice(cursor, start), by(text.slice(start, end)));
      cursor = end;
    }
    parts.push(text.slice(cursor));
    return parts.join('');
  }

  /** Like restoreExact, but a word that was changed or never given out is a named reason. */
  restore(text: string): Outcome<string, RestoreFailure> {
    const problem = this.problemIn(text);
    return problem === undefined ? some(this.restoreExact(text)) : none(problem.reason, problem.word);
  }

  /** The first word in `text` that is nearly one of ours. */
  problemIn(text: string): { reason: RestoreFailure; word: string } | undefined {
    if (this.entryOf.size === 0) return undefined;
    const rest = this.replaceWords(text, (word) => ' '.repeat(word.length));
    const unknown = new RegExp(`SECRET_[A-Z0-9_]{1,40}?_\\d{1,6}_${this.tag}`).exec(rest);
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

function innerEndings(stem: string): string[] {
  const endings: string[] = [];
  for (let at = stem.indexOf('SECRET_', 1); at !== -1; at = stem.indexOf('SECRET_', at + 1))
    endings.push(stem.slice(at));
  return endings;
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
