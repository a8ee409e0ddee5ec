/** Does the text write again what follows on the cursor's line? */

import { isOnlyClosers, linePrefix, lineRest, type Insertion, type Scene } from '../scene.ts';
import { closerOf, scanBrackets } from './brackets.ts';

/** Shortest repeated beginning of real code that counts as overlap rather than chance. */
const leastOverlap = 3;

/** Drops the overlap from the text, or lets the text take the place of the closers it already contains. */
export function fitToRest(insertion: Insertion, scene: Scene): Insertion {
  const rest = lineRest(scene).trimEnd();
  if (rest === '' || insertion.text === '') return insertion;
  const fitted = isOnlyClosers(rest) ? insertion : beforeCode(insertion, rest);
  return fitted === insertion ? overClosers(insertion, rest, scene) : fitted;
}

/** Closers that the text writes and the line has already: those behind the cursor give way. */
function overClosers(insertion: Insertion, rest: string, scene: Scene): Insertion {
  const { text } = insertion;
  if (rest.startsWith('>') && text.endsWith(rest) && closesAngle(text))
    return { ...insertion, text: text.slice(0, text.length - rest.length) };
  const supplied = suppliedLength(text, rest, scene);
  if (supplied === 0) return insertion;
  const closers = rest.slice(0, supplied);
  // The text ends in them: it is shorter without, and the closers stay where they are, unless space stands before them.
  const shorter = text.slice(0, text.length - supplied);
  if (text.endsWith(closers) && !/\s$/.test(shorter) && !closesInside(shorter))
    return { ...insertion, text: shorter };
  return { text, replaceAfter: supplied };
}

/** What closes the brackets of the line stands further up, in another line of the text. */
function closesInside(shorter: string): boolean {
  return shorter.includes('\n') && scanBrackets(shorter).closed.length > 0;
}

/** More angle brackets are closed than opened; arrows and comparisons are none. */
function closesAngle(text: string): boolean {
  const plain = text.replace(/[-=]>|[<>]=| [<>] /g, '');
  return plain.split('>').length > plain.split('<').length;
}

/** How many characters at the start of `rest` the text has written by its end. */
function suppliedLength(text: string, rest: string, scene: Scene): number {
  const line = linePrefix(scene);
  const quote = openQuote(line, rest);
  const ends = quote === '' ? [] : quotesIn(text, quote);
  // The text stays in the string, or ends in another one.
  if (quote !== '' && ends.length % 2 === 0) return 0;
  const inside = ends[0] ?? -1;
  const code = quote === '' ? text : text.slice(inside + quote.length);
  const { closed, opened } = scanBrackets(code);
  const own = scanBrackets(quote === '' ? line : line.slice(0, line.lastIndexOf(quote))).opened;
  const behind = scanBrackets(rest.slice(quote.length)).closed;
  const balance =
    (openers: readonly string[]) =>
    (closer: string): number =>
      countOf(closer, closed) +
      countOf(closer, behind) -
      countOf(closer, opened.map(closerOf)) -
      countOf(closer, openers.map(closerOf));
  // It opened some of them itself, but neither the line nor what is above leaves anything for the rest to close.
  if (quote === '' && behind.length > 0 && text.length > rest.length && text.endsWith(rest)) {
    const surplus = balance(scanBrackets(scene.prefix).opened);
    if (behind.every((closer) => surplus(closer) >= countOf(closer, behind))) return rest.length;
  }
  return lengthGivenWay(rest, { text, closed: [...closed], surplus: balance(own), skipped: quote.length });
}

function countOf(closer: string, all: readonly (string | undefined)[]): number {
  return all.filter((one) => one === closer).length;
}

interface Given {
  readonly text: string;
  readonly closed: string[];
  readonly surplus: (closer: string) => number;
  /** The quote that the text has closed. */
  readonly skipped: number;
}

function lengthGivenWay(rest: string, { text, closed, surplus, skipped }: Given): number {
  const left = new Map([')', ']', '}'].map((closer) => [closer, surplus(closer)]));
  let length = skipped;
  for (let at = skipped; at < rest.length; at++) {
    const character = rest.charAt(at);
    if (/\s/.test(character)) continue;
    const found = closed.indexOf(character);
    const spare = left.get(character) ?? 0;
    if (found === -1 || spare <= 0) break;
    closed.splice(0, found + 1);
    left.set(character, spare - 1);
    length = at + 1;
  }
  const signs = rest.slice(length);
  if (/^[;,:]+$/.test(signs) && text.trimEnd().endsWith(signs)) return rest.length;
  return length;
}

/** The quote that the cursor's string opened with and the rest closes, if it stands in one. */
function openQuote(line: string, rest: string): string {
  const quote = /^(["'`])\1*/.exec(rest)?.[0] ?? '';
  if (quote === '') return '';
  return quotesIn(line, quote).length % 2 === 1 ? quote : '';
}

/** Offsets of quotes that no backslash hides. */
function quotesIn(text: string, quote: string): number[] {
  const found: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.startsWith(quote, at)) {
      found.push(at);
      at += quote.length - 1;
    }
  }
  return found;
}

function beforeCode(insertion: Insertion, rest: string): Insertion {
  const { text } = insertion;
  if (text.length > rest.length && text.endsWith(rest))
    return { ...insertion, text: text.slice(0, text.length - rest.length) };
  // An answer that was cut off in the middle of the rest.
  const longest = Math.min(rest.length, text.length) - 1;
  for (let length = longest; length >= leastOverlap * 2; length--) {
    if (text.endsWith(rest.slice(0, length)))
      return { ...insertion, text: text.slice(0, text.length - length) };
  }
  return insertion;
}
