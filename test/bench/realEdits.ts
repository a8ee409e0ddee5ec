/** What do suggestions cost and give where real edits are typed again, in files they were not tuned on? */

import { availablePeers } from './completion/peers/peers.ts';
import { playTrace } from './completion/playTrace.ts';
import type { TraceFigures } from './completion/traceFigures.ts';
import { realEdits } from './completion/realEdits.ts';
import { report } from './completion/report.ts';
import { chosenScenarios, planFor } from './completion/scenarios.ts';

export const title = 'typing what later versions of packages added, against a simulated server';

const atOnce = 8;

/** `TANDEM_BENCH_PAIRS`: pairs of folders, `before:after`, separated by commas, in place of the packages from npm. */
export async function run(print: (line: string) => void): Promise<void> {
  const keystrokes = Number(process.env['TANDEM_BENCH_KEYS'] ?? 160);
  const mostFiles = Number(process.env['TANDEM_BENCH_FILES'] ?? 16);
  const folders = (process.env['TANDEM_BENCH_PAIRS'] ?? '').split(',').filter((pair) => pair !== '');
  const all = await realEdits(folders);
  if (all.length === 0) {
    print('npm cannot be reached: nothing to type');
    return;
  }
  const stride = Math.max(1, Math.floor(all.length / mostFiles));
  const edits = all.filter((_, index) => index % stride === 0).slice(0, mostFiles);
  print(`${edits.length} of ${all.length} changed files, at most ${keystrokes} keystrokes in each`);
  const peers = process.argv.includes('--peers') ? await availablePeers(print) : [];
  // Peers wait by the system's clock, so beside them Tandem does too.
  const isReal = peers.length > 0 || process.argv.includes('--real');
  for (const [scenario, peer] of chosenScenarios().flatMap((one) =>
    [undefined, ...peers].map((kind) => [one, kind] as const),
  )) {
    const figures: TraceFigures[] = [];
    for (let from = 0; from < edits.length; from += atOnce) {
      const group = edits.slice(from, from + atOnce);
      const plans = group.map((edit, index) => planFor(edit, scenario, from + index + 1, keystrokes));
      figures.push(...(await Promise.all(plans.map((plan) => playTrace(plan, { isReal, peer })))));
    }
    report(`${peer?.name ?? 'Tandem'}; ${scenario.name}`, figures, print);
  }
}
