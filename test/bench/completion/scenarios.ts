/** Against which servers and which models are traces played? */

import { oracleFor } from './oracle.ts';
import type { TracePlan } from './playTrace.ts';
import { instant, rtx4090, type ServerSpeed } from './simulatedSlot.ts';
import type { Hole } from './typist.ts';

export interface Scenario {
  readonly name: string;
  readonly speed: ServerSpeed;
  readonly wrongLines: number;
  readonly takes: number;
  readonly empty?: boolean;
}

export const scenarios: readonly Scenario[] = [
  { name: 'instant, 80 % of lines right, nothing accepted', speed: instant, wrongLines: 0.2, takes: 0 },
  { name: '4090, 80 % of lines right, nothing accepted', speed: rtx4090, wrongLines: 0.2, takes: 0 },
  { name: '4090, 80 % of lines right, accepting', speed: rtx4090, wrongLines: 0.2, takes: 0.5 },
  { name: '4090, 65 % of lines right, nothing accepted', speed: rtx4090, wrongLines: 0.35, takes: 0 },
  { name: '4090, always right', speed: rtx4090, wrongLines: 0, takes: 0 },
  { name: '4090, silent', speed: rtx4090, wrongLines: 0, takes: 0, empty: true },
];

export interface Work {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly holes: readonly Hole[];
}

/** `TANDEM_BENCH_FAMILY`: another model family, whose prompt may have another layout. */
export function planFor(work: Work, scenario: Scenario, seed: number, keystrokes: number): TracePlan {
  return {
    ...work,
    oracle: oracleFor(work.text, {
      wrongLines: scenario.wrongLines,
      seed,
      empty: scenario.empty === true,
    }),
    speed: scenario.speed,
    family: process.env['TANDEM_BENCH_FAMILY'],
    manner: { seed, medianMs: 145, slips: 0.03, takes: scenario.takes, keystrokes },
  };
}

/** All of them, or those whose numbers `TANDEM_BENCH_SCENARIO` lists. */
export function chosenScenarios(): readonly Scenario[] {
  const chosen = process.env['TANDEM_BENCH_SCENARIO']?.split(',');
  return scenarios.filter((_, index) => chosen === undefined || chosen.includes(String(index)));
}
