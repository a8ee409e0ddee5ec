/** What comes up, the same in every run with the same seed? */

export interface Chance {
  /** From 0 up to but not including `limit`. */
  below(limit: number): number;
  oneOf<T>(choices: readonly [T, ...T[]]): T;
  /** True with this share. */
  is(share: number): boolean;
}

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    oneOf: (choices) => choices[below(choices.length)] ?? choices[0],
    is: (share) => next() < share,
  };
}
