/** What does the door need from the other stages? Redaction, private files, prices, spending, keys: all come in as these. */

import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Fetch, FileStore, Random, Sha256 } from '../base/ports.ts';
import type { RedactionSession } from '../redaction/redact.ts';
import type { EscalationPolicy } from '../router/route.ts';
import type { Settings } from '../settings/settings.ts';
import type { AuditLog } from '../usage/auditEntry.ts';

type Awaitable<T> = T | Promise<T>;

/** Of one conversation: the same value has the same placeholder throughout. */
export type ConversationRedaction = Pick<
  RedactionSession,
  'redact' | 'brandBody' | 'mask' | 'placeholders' | 'restore' | 'streamRestorer'
>;

export interface LocalOnlyFiles {
  /** The paths among these that must stay here. Rejects or names too many rather than too few. */
  among(paths: readonly string[]): Awaitable<readonly string[]>;
  /** Local-only files whose passages stand in these texts. */
  quotedIn(texts: readonly string[]): Awaitable<readonly string[]>;
}

/** USD per million tokens; `cached` absent: as `in`. */
export interface Price {
  readonly in: number;
  readonly out: number;
  readonly cached?: number;
}

export interface Prices {
  /** Price of a request of this size; `null` where it is unknown. */
  priceOf(model: string, tokensIn: number): Price | null;
}

export interface CloudSpending {
  /** USD known to be spent in the cloud by every window of this person on this machine, by the calendar of `dayOf`. */
  spentUsd(): Promise<{ readonly today: number; readonly month: number }>;
}

export interface CloudKeys {
  /** The key that was given for this origin and no other. */
  keyFor(origin: string): Promise<string | undefined>;
}

/** What the door reads of the settings, each time anew. */
export interface CloudPolicy {
  readonly provider: Settings['cloud.provider'];
  readonly url: string;
  readonly model: string;
  readonly escalation: EscalationPolicy;
  /** The team fixed the escalation policy: a locked `never` binds the person's own command too. */
  readonly escalationLocked: boolean;
  readonly dailyUsd: number;
  readonly monthlyUsd: number;
}

export interface DoorParts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
  readonly sha256: Sha256;
  readonly log: Log;
  readonly policy: () => CloudPolicy;
  readonly isTrusted: () => boolean;
  readonly redaction: (conversationId: string) => ConversationRedaction;
  readonly localOnly: LocalOnlyFiles;
  readonly keys: CloudKeys;
  readonly prices: Prices;
  readonly spending: CloudSpending;
  readonly audit: AuditLog;
  /** Shared by all windows: where every request is accounted for before it leaves. */
  readonly accounts: FileStore;
  /** Calendar day of a moment where the person is: YYYY-MM-DD. */
  readonly dayOf: (timeMs: number) => string;
  readonly ceilings?: Partial<Ceilings>;
}

/** Hard limits that no setting lifts. */
export interface Ceilings {
  /** Tokens out of one answer. */
  readonly answerTokens: number;
  /** Tokens in and out of one conversation. */
  readonly conversationTokens: number;
  /** Escalations after a failed check, an hour; the person's own command is not one. */
  readonly escalationsPerHour: number;
  readonly firstEventTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly totalTimeoutMs: number;
}

export const defaultCeilings: Ceilings = {
  answerTokens: 16_384,
  conversationTokens: 500_000,
  escalationsPerHour: 20,
  firstEventTimeoutMs: 120_000,
  idleTimeoutMs: 60_000,
  totalTimeoutMs: 600_000,
};
