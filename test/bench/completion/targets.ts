/** Which targets are met, beside which peer? One table for a scenario. */

import type { TraceFigures } from './traceFigures.ts';

export interface Played {
  readonly name: string;
  readonly figures: readonly TraceFigures[];
  /** Ours, with a window of the size that this peer's has. */
  readonly oursAtItsSize?: readonly TraceFigures[];
}

interface Target {
  readonly name: string;
  readonly ours: string;
  /** Empty where no peer was run, or none counts. */
  readonly best: string;
  readonly wanted: string;
  readonly isMet: boolean;
}

/** Half of what the best peer needs, and of the prompt a good third. */
const shareOfBest = 0.5;
const shareOfTokens = 0.35;

/** `peers` may be empty: then only the targets are looked at that are not relative to them. */
export function printTargets(
  ours: readonly TraceFigures[],
  peers: readonly Played[],
  isInstant: boolean,
  print: (line: string) => void,
): void {
  const [p50, p90] = isInstant ? [10, 20] : [60, 250];
  const ready = ours.flatMap((one) => one.newReadyMs);
  const warm = ours.flatMap((one) => one.evaluatedWarm);
  const right = sum(ours, (one) => one.rightMs);
  const visible = right === 0 ? undefined : (100 * sum(ours, (one) => one.rightVisibleMs)) / right;
  const flickers = sum(ours, (one) => one.flickers);
  const requests = per100(ours, (one) => one.requests);
  const best = (pick: (one: TraceFigures) => number): Played | undefined =>
    peers.toSorted((a, b) => per100(a.figures, pick) - per100(b.figures, pick))[0];
  const relative = (name: string, pick: (one: TraceFigures) => number): Target[] => {
    const peer = best(pick);
    if (peer === undefined) return [];
    const [own, its] = [per100(ours, pick), per100(peer.figures, pick)];
    const wanted = its * shareOfBest;
    return [
      {
        name: `${name} per 100 keys`,
        ours: own.toFixed(0),
        best: named(its, peer),
        wanted: `at most ${wanted.toFixed(0)}`,
        isMet: own <= wanted,
      },
    ];
  };
  const quickest = peers.toSorted((a, b) => at(ready50(a), 0.5) - at(ready50(b), 0.5))[0];
  const fewest = best((one) => one.requests);
  const rows: Target[] = [
    {
      name: 'a new suggestion is ready after p50/p90, ms',
      ours: `${at(ready, 0.5).toFixed(0)}/${at(ready, 0.9).toFixed(0)}`,
      best:
        quickest === undefined
          ? ''
          : `${at(ready50(quickest), 0.5).toFixed(0)}/${at(ready50(quickest), 0.9).toFixed(0)} (${quickest.name})`,
      wanted: `at most ${p50}/${p90}`,
      isMet: at(ready, 0.5) <= p50 && at(ready, 0.9) <= p90,
    },
    {
      name: 'requests per 100 keys',
      ours: requests.toFixed(2),
      best:
        fewest === undefined
          ? ''
          : named(
              per100(fewest.figures, (one) => one.requests),
              fewest,
              2,
            ),
      wanted: 'at most 1.5',
      isMet: requests <= 1.5,
    },
    {
      name: 'prompt tokens evaluated, window in place, p50/p99',
      ours: `${at(warm, 0.5)}/${at(warm, 0.99)}`,
      best: '',
      wanted: 'at most 4/64',
      isMet: at(warm, 0.5) <= 4 && at(warm, 0.99) <= 64,
    },
    ...peers.map((peer) => tokensAtItsSize(peer)).filter((row) => row !== undefined),
    ...relative('tokens generated and never shown', (one) => one.neverShownTokens),
    ...relative('ms that the slot is held', (one) => one.busyMs),
    {
      name: 'right suggestion on screen, flickers',
      ours: visible === undefined ? `-, ${flickers}` : `${visible.toFixed(1)} %, ${flickers}`,
      best: '',
      wanted: 'at least 95 %, 0',
      isMet: (visible === undefined || visible >= 95) && flickers === 0,
    },
  ];
  print('');
  for (const { name, ours: own, best: its, wanted, isMet } of rows)
    print(
      `  ${isMet ? 'met    ' : 'NOT MET'} ${name}: ${own}; ${wanted}${its === '' ? '' : `; best peer ${its}`}`,
    );
}

function tokensAtItsSize({ name, figures, oursAtItsSize }: Played): Target | undefined {
  if (oursAtItsSize === undefined) return undefined;
  const evaluated = (one: TraceFigures): number => one.evaluated.reduce((a, b) => a + b, 0);
  const [own, its] = [per100(oursAtItsSize, evaluated), per100(figures, evaluated)];
  const perPrompt = (all: readonly TraceFigures[]): string =>
    (
      sum(all, (one) => one.sentTokens) /
      Math.max(
        1,
        sum(all, (one) => one.requests),
      )
    ).toFixed(0);
  return {
    name: `prompt tokens evaluated per 100 keys beside ${name}, prompts of ${perPrompt(oursAtItsSize)} and ${perPrompt(figures)} tokens`,
    ours: own.toFixed(0),
    best: its.toFixed(0),
    wanted: `at most ${(its * shareOfTokens).toFixed(0)}`,
    isMet: own <= its * shareOfTokens,
  };
}

function ready50({ figures }: Played): readonly number[] {
  return figures.flatMap((one) => one.newReadyMs);
}

function named(value: number, { name }: Played, digits = 0): string {
  return `${value.toFixed(digits)} (${name})`;
}

function sum(all: readonly TraceFigures[], pick: (one: TraceFigures) => number): number {
  return all.reduce((total, one) => total + pick(one), 0);
}

function per100(all: readonly TraceFigures[], pick: (one: TraceFigures) => number): number {
  return (
    (100 * sum(all, pick)) /
    Math.max(
      1,
      sum(all, (one) => one.keystrokes),
    )
  );
}

/** Infinity where nothing was measured: no target is met by silence. */
function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.POSITIVE_INFINITY;
}
