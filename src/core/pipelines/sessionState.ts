/** How does a session stand: what does the status bar say of it, and may it be asked? */

import type { ModelError } from '../model/modelError.ts';
import type { NoModelReason } from '../server/localModels.ts';
import type { ServerState } from '../server/serverDescription.ts';
import type { ServerHealth } from '../server/serverHealth.ts';
import type { Inspection } from './inspection.ts';

export interface Standing {
  readonly inspection: Inspection | undefined;
  readonly health: ServerHealth;
  readonly isLoading: boolean;
  /** Empty: this machine was looked at. */
  readonly urls: readonly string[];
  /** Of the monotonic clock. */
  readonly nowMs: number;
}

export function stateOf(standing: Standing): ServerState {
  const { inspection, health, isLoading } = standing;
  if (inspection === undefined || isNowhere(standing)) return 'offline';
  if (inspection.failure !== undefined) return stateAfter(inspection.failure);
  const { state } = health;
  return isLoading && (state === 'ready' || state === 'working') ? 'loading model' : state;
}

/** Why no model can be had now; `undefined` where nothing is known against it. */
export function hindranceOf(standing: Standing): NoModelReason | undefined {
  const { inspection, health, nowMs } = standing;
  if (inspection === undefined) return 'unreachable';
  if (isNowhere(standing)) return 'noServer';
  const failure = inspection.failure ?? (health.mayAsk(nowMs) ? undefined : health.lastFailure);
  if (failure === undefined) return undefined;
  if (failure.kind === 'unauthorized') return 'unauthorized';
  return failure.kind === 'loading' ? 'loadingModel' : 'unreachable';
}

function isNowhere({ inspection, urls }: Standing): boolean {
  return inspection?.server === undefined && urls.length === 0;
}

function stateAfter(failure: ModelError): ServerState {
  if (failure.kind === 'unauthorized') return 'unauthorized';
  return failure.kind === 'loading' ? 'loading model' : 'unreachable';
}
