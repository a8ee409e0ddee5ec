/** Does the text write again what follows on the cursor's line? */

import { isOnlyClosers, lineRest, type Insertion, type Scene } from '../scene.ts';
import { unmatchedClosers } from './brackets.ts';

/** Shortest repeated beginning of real code that counts as overlap rather than chance. */
const leastOverlap = 3;

/** Drops the overlap from the text, or lets the text take the place of the closers it already contains. */
export function fitToRest(insertion: Insertion, scene: Scene): Insertion {
  const rest = lineRest(scene).trimEnd();
  if (rest === '' || insertion.text === '') return insertion;
  return isOnlyClosers(rest) ? overClosers(insertion, rest) : beforeCode(insertion, rest);
}

function overClosers(insertion: Insertion, rest: string): Insertion {
  const { text } = insertion;
  const lastLine = text.slice(text.lastIndexOf('\n') + 1);
  if (lastLine.endsWith(rest)) return { ...insertion, text: text.slice(0, text.length - rest.length) };
  // Closers stand inside the text, with more behind them: the text takes their place.
  const at = lastLine.lastIndexOf(rest);
  if (at !== -1 && isOnlyClosers(lastLine.slice(at + rest.length))) {
    return { text, replaceAfter: rest.length };
  }
  const closed = unmatchedClosers(text);
  let replaced = 0;
  for (const character of rest) {
    const found = closed.indexOf(character);
    if (found === -1) break;
    closed.splice(found, 1);
    replaced++;
  }
  if (replaced > 0) return { text, replaceAfter: replaced };
  for (let length = rest.length - 1; length > 0; length--) {
    if (isQuote(rest) && lastLine.endsWith(rest.slice(0, length))) {
      return { ...insertion, text: text.slice(0, text.length - length) };
    }
  }
  return insertion;
}

function beforeCode(insertion: Insertion, rest: string): Insertion {
  const { text } = insertion;
  const whole = rest.trimStart();
  const at = whole.length > leastOverlap ? text.indexOf(whole) : -1;
  if (at !== -1)
    return { ...insertion, text: rest === whole ? text.slice(0, at) : text.slice(0, at).trimEnd() };
  const longest = Math.min(rest.length, text.length);
  for (let length = longest; length >= Math.min(leastOverlap, rest.length); length--) {
    if (text.endsWith(rest.slice(0, length)))
      return { ...insertion, text: text.slice(0, text.length - length) };
  }
  return insertion;
}

function isQuote(rest: string): boolean {
  return /^['"`]/.test(rest);
}
