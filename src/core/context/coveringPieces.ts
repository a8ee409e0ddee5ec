/** Which pieces say most of what is likely and not said yet, for the tokens they cost? Greedy coverage. */

export interface CoveredPiece<T> {
  readonly piece: T;
  readonly group: string;
  readonly names: ReadonlySet<string>;
  readonly tokens: number;
}

export interface CoverageLimits {
  readonly budgetTokens: number;
  /** Path and separators of the first piece of a group, and of each further one. */
  readonly firstTokens: number;
  readonly furtherTokens: number;
}

/**
 * One after the other, the piece that adds most for its price; a piece's worth only falls while others are taken, so
 * that few are looked at again each time. The first is the most helpful.
 */
export function coveringPieces<T>(
  pieces: readonly CoveredPiece<T>[],
  worthOf: (name: string) => number,
  limits: CoverageLimits,
): T[] {
  const said = new Set<string>();
  const groups = new Set<string>();
  const valueOf = ({ names, tokens, group }: CoveredPiece<T>): number => {
    let worth = 0;
    for (const name of names) if (!said.has(name)) worth += worthOf(name);
    return worth / (tokens + framing(group));
  };
  const framing = (group: string): number => (groups.has(group) ? limits.furtherTokens : limits.firstTokens);
  let left = pieces.map((one) => ({ one, value: one.tokens <= 0 ? 0 : valueOf(one) }));
  let budget = limits.budgetTokens;
  const chosen: T[] = [];
  for (;;) {
    left = left.filter(({ one, value }) => value > 0 && one.tokens + framing(one.group) <= budget);
    const best = takeBest(left, valueOf);
    if (best === undefined) return chosen;
    budget -= best.tokens + framing(best.group);
    chosen.push(best.piece);
    for (const name of best.names) said.add(name);
    // Another piece of this group is cheaper from now on.
    if (!groups.has(best.group)) {
      groups.add(best.group);
      for (const entry of left) if (entry.one.group === best.group) entry.value = valueOf(entry.one);
    }
  }
}

interface Valued<T> {
  readonly one: CoveredPiece<T>;
  value: number;
}

/** Known values are upper bounds: the best is found when a value that was worked out anew is still the highest. */
function takeBest<T>(
  left: Valued<T>[],
  valueOf: (piece: CoveredPiece<T>) => number,
): CoveredPiece<T> | undefined {
  for (;;) {
    let best: Valued<T> | undefined;
    for (const entry of left) if (best === undefined || entry.value > best.value) best = entry;
    if (best === undefined || best.value <= 0) return undefined;
    const value = valueOf(best.one);
    const isSure = value >= best.value;
    best.value = value;
    if (!isSure) continue;
    left.splice(left.indexOf(best), 1);
    return best.one;
  }
}
