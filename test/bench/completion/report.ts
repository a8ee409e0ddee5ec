/** What did all traces of one scenario cost and give together? */

import type { TraceFigures } from './traceFigures.ts';

export function report(name: string, all: readonly TraceFigures[], print: (line: string) => void): void {
  const sum = (pick: (one: TraceFigures) => number): number =>
    all.reduce((total, one) => total + pick(one), 0);
  const list = (pick: (one: TraceFigures) => number[]): number[] => all.flatMap(pick);
  const keys = sum((one) => one.keystrokes);
  const per100 = (value: number): string => ((value / keys) * 100).toFixed(2);
  const requests = sum((one) => one.requests);
  const ready = list((one) => one.newReadyMs);
  const evaluated = list((one) => one.evaluated);
  // A prompt after a jump is new to the server whatever one does; the others show the layout's worth.
  const warm = list((one) => one.evaluatedWarm);
  const generated = sum((one) => one.generatedTokens);
  print('');
  print(`${name} (${keys} keystrokes)`);
  print(
    `  new suggestions ${ready.length}: ready after p50 ${at(ready, 0.5)} ms, p90 ${at(ready, 0.9)} ms; shown (VS Code asks after 50 ms) p50 ${at(ready.map(shown), 0.5)} ms, p90 ${at(ready.map(shown), 0.9)} ms; from ${counts(all.map((one) => one.newByOrigin))}`,
  );
  print(
    `  requests per 100 keystrokes ${per100(requests)}, cancelled ${per100(sum((one) => one.cancelled))}, connections ${sum((one) => one.connections)}`,
  );
  print(
    `  prompt tokens evaluated per request p50 ${at(evaluated, 0.5)}, p90 ${at(evaluated, 0.9)}, p99 ${at(evaluated, 0.99)}; in all ${total(evaluated)} of ${sum((one) => one.sentTokens)} sent`,
  );
  print(
    `  of which where the window stayed in place (${warm.length} of ${evaluated.length}): p50 ${at(warm, 0.5)}, p90 ${at(warm, 0.9)}, p99 ${at(warm, 0.99)}; where the cursor had gone elsewhere or the window had to move, in all ${total(evaluated) - total(warm)}`,
  );
  print(
    `  tokens generated ${generated}, never shown ${sum((one) => one.neverShownTokens)}; slot held ${((sum((one) => one.busyMs) / keys) * 100).toFixed(0)} ms per 100 keystrokes`,
  );
  print(
    `  right suggestion on screen ${(
      (100 * sum((one) => one.rightVisibleMs)) /
      Math.max(
        1,
        sum((one) => one.rightMs),
      )
    ).toFixed(
      1,
    )} % of the time there was one; flickers ${sum((one) => one.flickers)}; accepted ${sum((one) => one.accepts)} (${sum((one) => one.acceptedCharacters)} characters)`,
  );
  const missed = counts(all.map((one) => one.missedMs));
  if (missed !== '') print(`  not on screen, in ms: ${missed}`);
  print(`  requests ${purposes(all)}`);
  const blocked = list((one) => one.blockedMs);
  print(
    `  thread held per keystroke p50 ${at(blocked, 0.5)} ms, p99 ${at(blocked, 0.99)} ms, longest ${at(blocked, 1)} ms; none because ${counts(all.map((one) => one.withheld))}`,
  );
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function shown(readyMs: number): number {
  return Math.max(50, readyMs);
}

function at(values: readonly number[], share: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return value === undefined ? '-' : value < 10 ? value.toFixed(1) : value.toFixed(0);
}

function counts(all: readonly Record<string, number>[]): string {
  const total: Record<string, number> = {};
  for (const one of all)
    for (const [name, count] of Object.entries(one)) total[name] = (total[name] ?? 0) + count;
  return Object.entries(total)
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name} ${Math.round(count)}`)
    .join(', ');
}

function purposes(all: readonly TraceFigures[]): string {
  const total: Record<string, { made: number; shown: number }> = {};
  for (const { requestsFor } of all) {
    for (const [name, { made, shown: seen }] of Object.entries(requestsFor)) {
      const sum = (total[name] ??= { made: 0, shown: 0 });
      sum.made += made;
      sum.shown += seen;
    }
  }
  return Object.entries(total)
    .map(([name, { made, shown: seen }]) => `${name} ${made} (${seen} shown)`)
    .join(', ');
}
