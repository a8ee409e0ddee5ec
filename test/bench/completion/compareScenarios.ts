/** How does Tandem fare in each scenario, beside peers where they were asked for, and which targets are met? */

import { leastRequests } from './leastRequests.ts';
import { availablePeers } from './peers/peers.ts';
import { playTrace, type TracePlan } from './playTrace.ts';
import type { PeerKind } from './peers/peer.ts';
import { report } from './report.ts';
import { chosenScenarios, type Scenario } from './scenarios.ts';
import { instant } from './simulatedSlot.ts';
import { printTargets, type Played } from './targets.ts';
import type { TraceFigures } from './traceFigures.ts';

/** Traces that share the processor. */
const atOnce = 8;

export async function compareScenarios(
  plansFor: (scenario: Scenario) => readonly TracePlan[],
  print: (line: string) => void,
): Promise<void> {
  const peers = process.argv.includes('--peers') ? await availablePeers(print) : [];
  // Peers wait by the system's clock, so beside them Tandem does too.
  const isReal = peers.length > 0 || process.argv.includes('--real');
  for (const scenario of chosenScenarios()) {
    const plans = plansFor(scenario);
    const ours = await playAll(plans, isReal);
    report(`Tandem; ${scenario.name}`, ours, print);
    if (scenario.takes === 0 && scenario.empty !== true) printLeast(plans, ours, print);
    const played: Played[] = [];
    for (const peer of peers) {
      const figures = await playAll(plans, true, peer);
      report(`${peer.name}; ${scenario.name}`, figures, print);
      played.push({ name: peer.name, figures, oursAtItsSize: await playAtSizeOf(peer, figures, plans) });
    }
    // Who takes suggestions asks for more of them per key, and from silence nothing can be shown.
    if (scenario.takes === 0 && scenario.empty !== true)
      printTargets(ours, played, scenario.speed === instant, print);
  }
}

/** What an oracle of the person and of the model would have had to ask, for the same keystrokes. */
function printLeast(
  plans: readonly TracePlan[],
  ours: readonly TraceFigures[],
  print: (line: string) => void,
): void {
  const keys = ours.reduce((sum, one) => sum + one.keystrokes, 0);
  const { forAll, forMost } = leastRequests(plans, (plan) => ours[plans.indexOf(plan)]?.typedCharacters ?? 0);
  const per100 = (count: number): string => ((100 * count) / Math.max(1, keys)).toFixed(2);
  print(
    `  knowing all, ${per100(forAll)} requests per 100 keystrokes keep every right line on screen, ${per100(forMost)} all but a twentieth`,
  );
}

const answerTokens = 128;

/**
 * Ours, with prompts as long on average as this peer's were: a context is guessed, and corrected by what came of it.
 * What the server must read does not hang on whose clock is used.
 */
async function playAtSizeOf(
  { promptTokens }: PeerKind,
  its: readonly TraceFigures[],
  plans: readonly TracePlan[],
): Promise<readonly TraceFigures[]> {
  const played = (promptLength: number): Promise<TraceFigures[]> => {
    const contextTokens = Math.round(promptLength / 0.75) + answerTokens;
    return playAll(
      plans.map((plan) => ({ ...plan, contextTokens })),
      false,
    );
  };
  const guessed = await played(promptTokens);
  return played((promptTokens * meanPrompt(its)) / meanPrompt(guessed));
}

function meanPrompt(all: readonly TraceFigures[]): number {
  const sent = all.reduce((sum, one) => sum + one.sentTokens, 0);
  return (
    sent /
    Math.max(
      1,
      all.reduce((sum, one) => sum + one.requests, 0),
    )
  );
}

async function playAll(
  plans: readonly TracePlan[],
  isReal: boolean,
  peer?: PeerKind,
): Promise<TraceFigures[]> {
  const figures: TraceFigures[] = [];
  for (let from = 0; from < plans.length; from += atOnce) {
    const group = plans.slice(from, from + atOnce);
    figures.push(...(await Promise.all(group.map((plan) => playTrace(plan, { isReal, peer })))));
  }
  return figures;
}
