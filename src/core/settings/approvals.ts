/** Did the person say yes to exactly this, for exactly this workspace? */

import { Emitter, type Event } from '../base/emitter.ts';
import type { KeyValueStore } from '../base/ports.ts';
import type { Proposal } from './resolve.ts';

export type ApprovalAnswer = 'approved' | 'declined';

export interface Approvals {
  /** `undefined`: never asked about these exact values; a changed value is a new question. */
  answer(workspace: string, proposal: Proposal): ApprovalAnswer | undefined;
  remember(workspace: string, proposal: Proposal, answer: ApprovalAnswer): Promise<void>;
  /** Takes every answer for a workspace back. */
  forget(workspace: string): Promise<void>;
  readonly onDidChange: Event<void>;
}

const storeKey = 'tandem.approvals';

/** @param store must not be one that a workspace can write to, and must not travel between machines. */
export function createApprovals(store: KeyValueStore): Approvals {
  const changed = new Emitter<void>();
  const read = (): Record<string, Record<string, string>> => {
    const kept = store.get(storeKey);
    return isNestedRecord(kept) ? kept : {};
  };
  return {
    answer(workspace, proposal) {
      const kept = read()[workspace]?.[fingerprint(proposal)];
      return kept === 'approved' || kept === 'declined' ? kept : undefined;
    },
    async remember(workspace, proposal, answer) {
      const all = read();
      const prefix = `${proposal.group}:`;
      // The newest answer of a group replaces older ones: a value that comes back is asked about again.
      const others = Object.entries(all[workspace] ?? {}).filter(([known]) => !known.startsWith(prefix));
      const own = Object.fromEntries([...others, [fingerprint(proposal), answer]]);
      await store.set(storeKey, { ...all, [workspace]: own });
      changed.fire();
    },
    async forget(workspace) {
      const rest = Object.fromEntries(Object.entries(read()).filter(([name]) => name !== workspace));
      await store.set(storeKey, rest);
      changed.fire();
    },
    onDidChange: changed.event,
  };
}

/** The group and every value in one text that does not depend on the order of keys. */
function fingerprint(proposal: Proposal): string {
  return `${proposal.group}:${canonical(proposal.values)}`;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

function isNestedRecord(value: unknown): value is Record<string, Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((one) => typeof one === 'object')
  );
}
