/** What do suggestions cost and give where real edits are typed again, in files they were not tuned on? */

import { compareScenarios } from './completion/compareScenarios.ts';
import { realEdits } from './completion/realEdits.ts';
import { planFor } from './completion/scenarios.ts';

export const title = 'typing what later versions of packages added, against a simulated server';

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
  await compareScenarios(
    (scenario) => edits.map((edit, index) => planFor(edit, scenario, index + 1, keystrokes)),
    print,
  );
}
