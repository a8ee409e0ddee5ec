/** What goes into an edit, and what comes out while it is made? */

import type { Clock } from '../base/clock.ts';
import type { Outcome } from '../base/outcome.ts';
import type { CloudRequest, JudgeAnswer } from '../cloud/cloudDoor.ts';
import type { ApplyReason } from '../edit/applyAnswer.ts';
import type { Region } from '../edit/applyToRegion.ts';
import type { GateCase, Verdict } from '../gate/verdict.ts';
import type { EditContextPiece, EditFormat } from '../prompt/editPrompt.ts';
import type { Route } from '../router/route.ts';
import type { LocalModels } from '../server/localModels.ts';
import type { AuditLog } from '../usage/auditEntry.ts';
import type { Agree, RouteFacts } from './answerStages.ts';
import type { AskCloudRefusal, CloudAnswer } from './askCloud.ts';

export interface EditStages {
  readonly models: Pick<LocalModels, 'chat' | 'estimateTokens'>;
  readonly judge: (edit: GateCase, signal: AbortSignal) => Promise<Verdict>;
  /** The router, with what it must know beside these facts already in place. */
  readonly route: (facts: RouteFacts) => Route | Promise<Route>;
  /** What the local model is told when its answer failed. */
  readonly repairInstruction: (verdict: Verdict) => string;
  /** The pipeline askCloud, with its door in place. */
  readonly askCloud: (
    request: CloudRequest,
    options: { readonly agree: Agree; readonly judge?: JudgeAnswer },
    signal: AbortSignal,
  ) => Promise<Outcome<CloudAnswer, AskCloudRefusal>>;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly newId: () => string;
}

export interface EditTask {
  /** One edit with all its repairs and its cloud answer. */
  readonly editId: string;
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  /** Whole lines. */
  readonly region: Region;
  readonly instruction: string;
  readonly context: readonly EditContextPiece[];
  /** The file itself never goes to the cloud. */
  readonly staysLocal: boolean;
  /** `cloud`: the person asked for it. `repair`: try once more here, with what failed. */
  readonly start: 'local' | 'repair' | 'cloud';
  readonly previous?: { readonly verdict: Verdict; readonly answer: string };
  readonly agree: Agree;
}

/** What was proposed: the whole text after the edit, and what the checks said about it. */
export interface EditProposal {
  readonly auditId: string;
  readonly after: string;
  readonly verdict: Verdict;
  readonly answer: string;
  readonly route: 'local' | 'cloud';
  readonly model: string;
  readonly host: string;
  readonly isDemo: boolean;
}

export type EditFailure =
  | ApplyReason
  | AskCloudRefusal
  | 'tooLong'
  | 'noServer'
  | 'unreachable'
  | 'unauthorized'
  | 'loadingModel'
  | 'noFimModel'
  | 'noChatModel'
  | 'paused'
  | 'rateLimited'
  | 'timedOut'
  | 'modelMissing'
  | 'loading'
  | 'protocol';

export type EditEvent =
  | {
      readonly type: 'started';
      readonly attempt: 'first' | 'repair' | 'cloud';
      readonly route: 'local' | 'cloud';
      readonly model: string;
      readonly host: string;
      readonly isDemo: boolean;
      readonly format: EditFormat;
      readonly leftOut: readonly string[];
    }
  /** Further complete lines of the rewritten region. */
  | { readonly type: 'lines'; readonly lines: readonly string[] }
  /** The whole text with the blocks that are complete so far. */
  | { readonly type: 'partial'; readonly text: string }
  /** `next` is `ask` where the person may send it to the cloud; the proposal waits for that. */
  | { readonly type: 'proposed'; readonly proposal: EditProposal; readonly next: Route }
  /** No text can be offered. `next` as above. */
  | {
      readonly type: 'failed';
      readonly reason: EditFailure;
      readonly detail?: string;
      readonly host?: string;
      readonly verdict?: Verdict;
      readonly answer?: string;
      readonly next?: Route;
    }
  | { readonly type: 'cancelled' };

export function failure(
  missing: { readonly reason: EditFailure; readonly detail?: string },
  host?: string,
): EditEvent {
  return {
    type: 'failed',
    reason: missing.reason,
    ...(missing.detail === undefined ? {} : { detail: missing.detail }),
    ...(host === undefined ? {} : { host }),
  };
}
