/** Which places come first where words and meaning disagree? Reciprocal rank fusion (Cormack et al., 2009). */

/** Damps the first ranks; the paper's value. */
const damping = 60;

/** Best first; what stands in several lists comes up. Scores are sums of 1 / (60 + rank). */
export function fuseRanks<Item>(
  lists: readonly (readonly Item[])[],
  keyOf: (item: Item) => string,
): { readonly item: Item; readonly score: number }[] {
  const fused = new Map<string, { readonly item: Item; readonly score: number }>();
  for (const list of lists) {
    list.forEach((item, rank) => {
      const key = keyOf(item);
      const before = fused.get(key);
      fused.set(key, { item: before?.item ?? item, score: (before?.score ?? 0) + 1 / (damping + rank + 1) });
    });
  }
  return [...fused.values()].sort((a, b) => b.score - a.score);
}
