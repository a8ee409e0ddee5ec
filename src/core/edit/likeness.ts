/** How much are two lines alike? */

/** The words of some lines that the others have as well, in whatever order, as a share of all: 0 where there are none. */
export function sharedWords(lines: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of wordsOf(others)) left.set(word, (left.get(word) ?? 0) + 1);
  const words = wordsOf(lines);
  let shared = 0;
  for (const word of words) {
    const count = left.get(word) ?? 0;
    if (count > 0) shared++;
    left.set(word, count - 1);
  }
  return words.length === 0 ? 0 : shared / words.length;
}

function wordsOf(lines: readonly string[]): readonly string[] {
  return lines.join('\n').match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** Words and signs that both have, as a share of all: 1 for the same line whatever its spaces, 0 with nothing in common. */
export function likeness(one: string, other: string): number {
  const [mine, theirs] = [one, other].map((line) => line.match(/\w+|[^\s\w]/g) ?? []);
  if (mine === undefined || theirs === undefined || mine.length + theirs.length === 0) return 1;
  const left = new Map<string, number>();
  for (const word of theirs) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of mine) {
    const count = left.get(word) ?? 0;
    if (count > 0) shared++;
    left.set(word, count - 1);
  }
  return (2 * shared) / (mine.length + theirs.length);
}
