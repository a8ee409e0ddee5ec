/** Does a right answer arrive unharmed, and what a model writes beside it not at all? Holes cut from real files, filled with the truth in many manners. */

import { seeded } from './completion/random.ts';
import { benchRepositories } from './corpus.ts';
import { trials, type Trial } from './polishSet/trials.ts';

export const title = 'polish: the true middle, said in many manners, as it stands in the file afterwards';

const holesOfEachKind = Number(process.env['TANDEM_BENCH_HOLES'] ?? 60);
const mostMissesShown = Number(process.env['TANDEM_BENCH_MISSES'] ?? 0);

interface Count {
  all: number;
  right: number;
}

type Tally = Map<string, Count>;

export function run(print: (line: string) => void): Promise<void> {
  const random = seeded(Number(process.env['TANDEM_BENCH_SEED'] ?? 11));
  const tallies = new Map<string, Tally>();
  const misses: Trial[] = [];
  for (const { languageId, files } of benchRepositories()) {
    const texts = files.map(({ text }) => text);
    for (const trial of trials({ languageId, texts, holesOfEachKind, random })) {
      for (const key of ['languageId', 'kind', 'manner'] as const)
        count(tallies, key, trial[key], trial.isRight);
      count(tallies, 'all', 'right', trial.isRight);
      if (trial.isRight) count(tallies, 'all', 'of those after some of it was typed', trial.isRightLater);
      if (!trial.isRightLater) misses.push(trial);
    }
  }
  for (const [group, tally] of tallies)
    print(`${group}: ${[...tally].map(([key, one]) => `${key} ${share(one)} of ${one.all}`).join(', ')}`);
  const stride = Math.max(1, misses.length / Math.max(1, mostMissesShown));
  for (let at = 0; at < misses.length && mostMissesShown > 0; at += stride)
    print(misses[Math.floor(at)]?.describe() ?? '');
  return Promise.resolve();
}

function count(tallies: Map<string, Tally>, group: string, key: string, isRight: boolean): void {
  const tally = tallies.get(group) ?? new Map<string, Count>();
  tallies.set(group, tally);
  const known = tally.get(key) ?? { all: 0, right: 0 };
  known.all++;
  if (isRight) known.right++;
  tally.set(key, known);
}

function share({ all, right }: Count): string {
  return `${((100 * right) / Math.max(1, all)).toFixed(2)} %`;
}
