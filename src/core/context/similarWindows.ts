/** Which windows of the code at hand look most like what is being written? Weighted Jaccard similarity of their names. */

import type { CodeFacts, CodeWindow } from './codeFacts.ts';

export interface SimilarWindow {
  readonly facts: CodeFacts;
  readonly window: CodeWindow;
  readonly similarity: number;
}

const leastSimilarity = 0.02;

/** The most similar first. `skips` says which are not to be looked at. */
export function similarWindows(
  wanted: ReadonlySet<string>,
  files: readonly CodeFacts[],
  skips: (facts: CodeFacts, window: CodeWindow) => boolean,
): SimilarWindow[] {
  const rarity = rarityOf(files);
  let wantedWeight = 0;
  for (const name of wanted) wantedWeight += rarity(name);
  const found: SimilarWindow[] = [];
  for (const facts of files) {
    for (const window of facts.windows) {
      if (skips(facts, window)) continue;
      let common = 0;
      let all = wantedWeight;
      for (const name of window.names) {
        if (wanted.has(name)) common += rarity(name);
        else all += rarity(name);
      }
      const similarity = all === 0 ? 0 : common / all;
      if (similarity >= leastSimilarity) found.push({ facts, window, similarity });
    }
  }
  return found.sort((a, b) => b.similarity - a.similarity);
}

/** A name that few files have tells more than one that all have. */
function rarityOf(files: readonly CodeFacts[]): (name: string) => number {
  const counts = new Map<string, number>();
  for (const { allNames } of files)
    for (const name of allNames) counts.set(name, (counts.get(name) ?? 0) + 1);
  const weights = new Map<string, number>();
  return (name) => {
    const known = weights.get(name);
    if (known !== undefined) return known;
    const weight = Math.log(1 + (files.length + 1) / ((counts.get(name) ?? 0) + 0.5));
    weights.set(name, weight);
    return weight;
  };
}
