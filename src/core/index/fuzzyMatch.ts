/** How well does a name fit what a person typed in a hurry? */

/** Higher is better; `undefined` where the letters do not occur in order. Letter case is free. */
export function fuzzyScore(query: string, name: string): number | undefined {
  if (query === '') return 0;
  const wanted = query.toLowerCase();
  const lower = name.toLowerCase();
  const base = name.lastIndexOf('/') + 1;
  const whole = lower.indexOf(wanted, base);
  if (whole !== -1)
    return 1000 + (whole === base ? 200 : 0) + (isWordStart(name, whole) ? 100 : 0) - name.length;
  const inPath = lower.indexOf(wanted);
  if (inPath !== -1) return 700 + (isWordStart(name, inPath) ? 100 : 0) - name.length;
  const inBase = scattered(wanted, name.slice(base), lower.slice(base));
  return inBase === undefined ? scattered(wanted, name, lower) : inBase + 200;
}

/** The best of `items`, best first, at most `limit`; equal scores keep their order. */
export function fuzzyBest<Item>(
  query: string,
  items: Iterable<Item>,
  nameOf: (item: Item) => string,
  limit: number,
): readonly Item[] {
  const scored: { readonly item: Item; readonly score: number }[] = [];
  for (const item of items) {
    const score = fuzzyScore(query, nameOf(item));
    if (score !== undefined) scored.push({ item, score });
  }
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ item }) => item);
}

/**
 * Which characters a name holds, one bit each, letter case aside. A name without all of the query's bits can't fit,
 * which is told without looking at the name: a repository has 100,000 of them.
 */
export function charactersOf(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at) | 0x20;
    if (code >= 0x61 && code <= 0x7a) bits |= 1 << (code - 0x61);
    else bits |= code < 0x80 ? 1 << (26 + (code % 5)) : 1 << 31;
  }
  return bits;
}

/** Letters in order; word starts and neighbors count. */
function scattered(wanted: string, name: string, lower: string): number | undefined {
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const neighbor = lower.charAt(at + 1) === letter ? at + 1 : -1;
    const start = nextWordStart(name, lower, letter, at + 1);
    const next = neighbor !== -1 ? neighbor : start !== -1 ? start : lower.indexOf(letter, at + 1);
    if (next === -1) return undefined;
    score += neighbor !== -1 ? 12 : isWordStart(name, next) ? 15 : 2;
    at = next;
  }
  return score - name.length / 10;
}

function nextWordStart(name: string, lower: string, letter: string, from: number): number {
  for (let at = lower.indexOf(letter, from); at !== -1; at = lower.indexOf(letter, at + 1)) {
    if (isWordStart(name, at)) return at;
  }
  return -1;
}

function isWordStart(name: string, at: number): boolean {
  if (at === 0) return true;
  const before = name.charAt(at - 1);
  if (/[^A-Za-z0-9]/.test(before)) return true;
  return /[a-z0-9]/.test(before) && /[A-Z]/.test(name.charAt(at));
}
