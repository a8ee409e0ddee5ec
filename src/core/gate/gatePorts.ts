/** What does the gate need from the outside to judge? */

import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { ProjectFiles } from './projectFiles.ts';
import type { Syntax } from './syntax/syntax.ts';
import type { GateCase } from './verdict.ts';

/** An error that the language server reports after the change and did not report before it. */
export interface NewDiagnostic {
  readonly message: string;
  /** Zero-based line in the text after the change. */
  readonly line: number;
  /** Who reports it, e.g. `ts`. */
  readonly source?: string;
}

/** Asks the language server about a proposed text. Empty: it answered and found nothing new. `undefined`: no answer within the bounded wait. */
export type AskDiagnostics = (
  judged: GateCase,
  signal: AbortSignal,
) => Promise<readonly NewDiagnostic[] | undefined>;

export interface CommandOutcome {
  readonly command: string;
  /** `null`: it was killed, by the time limit or by the person. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly cancelled: boolean;
  /** The last lines of standard output and standard error, interleaved as they came. */
  readonly outputTail: string;
}

/** Runs the team's command against a proposed text. `undefined`: none is set, or it may not run here. */
export type RunGateCommand = (judged: GateCase, signal: AbortSignal) => Promise<CommandOutcome | undefined>;

export interface GatePorts {
  readonly clock: Clock;
  readonly syntax: Syntax;
  readonly log?: Log;
  /** The project of a judged file, where the case does not bring it along. */
  readonly project?: (judged: GateCase) => ProjectFiles | undefined;
  readonly diagnostics?: AskDiagnostics;
  readonly command?: RunGateCommand;
}
