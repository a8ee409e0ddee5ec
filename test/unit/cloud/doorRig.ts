/** A door with everything real but redaction, disk and clock, which a test can look into. */

import { createHash } from 'node:crypto';

import type { Clock } from '../../../src/core/base/clock.ts';
import { toDisposable } from '../../../src/core/base/disposables.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { none, some } from '../../../src/core/base/outcome.ts';
import type { Fetch, FileStore } from '../../../src/core/base/ports.ts';
import type { CloudDoor, CloudPreview, CloudRequest } from '../../../src/core/cloud/cloudDoor.ts';
import type { CloudPolicy, ConversationRedaction, DoorParts } from '../../../src/core/cloud/cloudPorts.ts';
import { openCloudDoor } from '../../../src/core/cloud/openCloudDoor.ts';
import type { StreamEvent } from '../../../src/core/model/stream.ts';
import type { Finding, Redacted } from '../../../src/core/redaction/redacted.ts';
import type { AuditEntry } from '../../../src/core/usage/auditEntry.ts';

export function memoryFiles(
  held: Map<string, string> = new Map(),
): FileStore & { held: Map<string, string> } {
  return {
    held,
    read: async (name) => held.get(name),
    write: async (name, text) => void held.set(name, text),
    append: async (name, text) => void held.set(name, (held.get(name) ?? '') + text),
    list: async () => [...held.keys()],
    size: async (name) => Buffer.byteLength(held.get(name) ?? ''),
    rename: async (from, to) => {
      held.set(to, held.get(from) ?? '');
      held.delete(from);
    },
    remove: async (name) => void held.delete(name),
  };
}

/** Time stands still until the test moves it. */
export class ManualClock implements Clock {
  private nowMs: number;
  private readonly timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();

  constructor(nowMs = Date.UTC(2026, 10, 20, 12)) {
    this.nowMs = nowMs;
  }

  now(): number {
    return this.nowMs;
  }

  monotonicMs(): number {
    return this.nowMs;
  }

  after(delayMs: number, callback: () => void): ReturnType<Clock['after']> {
    const timer = { atMs: this.nowMs + delayMs, callback };
    this.timers.add(timer);
    return toDisposable(() => this.timers.delete(timer));
  }

  advance(byMs: number): void {
    this.nowMs += byMs;
    for (const timer of [...this.timers]) {
      if (timer.atMs > this.nowMs) continue;
      this.timers.delete(timer);
      timer.callback();
    }
  }

  get waiting(): number {
    return this.timers.size;
  }
}

interface IssuedPlaceholder {
  readonly placeholder: string;
  readonly kind: string;
  readonly original: string;
}

/** Finds `s3cret-…` words only: enough to see that the door asks for redaction, in which order, and fails closed. */
export class ToyRedaction implements ConversationRedaction {
  readonly issued = new Map<string, IssuedPlaceholder>();
  readonly masks = new Set<string>();
  /** What the scan of the body says; `leaky` makes `redact` miss everything. */
  brandFails: 'stillSecret' | 'redactionTimedOut' | undefined;
  redactFails: 'redactionTimedOut' | undefined;
  throws = false;
  leaky = false;

  redact(text: string): ReturnType<ConversationRedaction['redact']> {
    if (this.throws) throw new Error('engine broke');
    if (this.redactFails !== undefined) return none(this.redactFails);
    let redacted = text;
    if (!this.leaky) {
      for (const mask of this.masks) redacted = redacted.replaceAll(mask, this.placeholderOf(mask, 'byHand'));
      redacted = redacted.replaceAll(/s3cret-[a-z0-9]+/g, (value) => this.placeholderOf(value, 'toy'));
    }
    return some({ text: redacted as Redacted, findings: [] });
  }

  mask(text: string): void {
    this.masks.add(text);
  }

  brandBody(body: string): ReturnType<ConversationRedaction['brandBody']> {
    if (this.brandFails !== undefined) return none(this.brandFails);
    return /s3cret-[a-z0-9]+/.test(body) ? none('stillSecret') : some(body as Redacted);
  }

  placeholders(text: string): Finding[] {
    return [...text.matchAll(/SECRET_[A-Z]+_\d+_x7/g)].flatMap((match) => {
      const known = [...this.issued.values()].find(({ placeholder }) => placeholder === match[0]);
      if (known === undefined) return [];
      return [{ kind: known.kind, start: match.index, end: match.index + match[0].length }];
    });
  }

  restore(text: string): ReturnType<ConversationRedaction['restore']> {
    let unknown = false;
    const restored = text.replaceAll(/SECRET_[A-Z]+_\d+_x7/g, (word) => {
      const known = [...this.issued.values()].find(({ placeholder }) => placeholder === word);
      unknown ||= known === undefined;
      return known?.original ?? word;
    });
    return unknown ? none('unknownPlaceholder') : some(restored);
  }

  streamRestorer(): ReturnType<ConversationRedaction['streamRestorer']> {
    let held = '';
    return {
      push: (chunk) => {
        const all = held + chunk;
        const cut = all.search(/[A-Za-z0-9_]*$/);
        held = all.slice(cut);
        return this.restore(all.slice(0, cut));
      },
      end: () => this.restore(held),
    };
  }

  private placeholderOf(value: string, kind: string): string {
    const known = this.issued.get(value);
    if (known !== undefined) return known.placeholder;
    const placeholder = `SECRET_${kind.toUpperCase()}_${this.issued.size + 1}_x7`;
    this.issued.set(value, { placeholder, kind, original: value });
    return placeholder;
  }
}

export interface Rig {
  readonly door: CloudDoor;
  readonly parts: DoorParts;
  readonly audit: AuditEntry[];
  readonly redaction: ToyRedaction;
  readonly clock: ManualClock;
  readonly files: ReturnType<typeof memoryFiles>;
  /** May be changed at any time. */
  policy: CloudPolicy;
  trusted: boolean;
  /** Keys by origin. */
  readonly keys: Map<string, string>;
  localOnly: readonly string[];
  quoted: readonly string[];
  ledger: { today: number; month: number };
}

export interface RigOptions {
  readonly fetch?: Fetch;
  readonly files?: ReturnType<typeof memoryFiles>;
  readonly clock?: ManualClock;
  readonly price?: { readonly in: number; readonly out: number; readonly cached?: number } | null;
  readonly parts?: Partial<DoorParts>;
}

export const workingKey = 'k-working';

export function makeRig(policy: Partial<CloudPolicy>, options: RigOptions = {}): Rig {
  const audit: AuditEntry[] = [];
  const redaction = new ToyRedaction();
  const clock = options.clock ?? new ManualClock();
  const files = options.files ?? memoryFiles();
  const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
  const settings: CloudPolicy = {
    provider: 'openai',
    url: '',
    model: 'gpt-6-sol',
    escalation: 'ask',
    escalationLocked: false,
    dailyUsd: 5,
    monthlyUsd: 50,
    ...policy,
  };
  const keys = new Map<string, string>();
  const origin = URL.parse(settings.url)?.origin;
  if (origin !== undefined) keys.set(origin, workingKey);
  const rig = { policy: settings, trusted: true, localOnly: [], quoted: [], ledger: { today: 0, month: 0 } };
  let counter = 0;
  const price = options.price === undefined ? { in: 2, out: 10, cached: 0.2 } : options.price;
  const parts: DoorParts = {
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    clock,
    random: () => ((counter += 1), counter / 1e6 + Math.random() / 1e7),
    sha256: (text) => Promise.resolve(createHash('sha256').update(text, 'utf8').digest('hex')),
    log: silentLog,
    policy: () => made.policy,
    isTrusted: () => made.trusted,
    redaction: () => redaction,
    localOnly: {
      among: (paths) => paths.filter((path) => made.localOnly.includes(path)),
      quotedIn: () => made.quoted,
    },
    keys: { keyFor: async (asked) => keys.get(asked) },
    prices: { priceOf: () => price },
    spending: { spentUsd: async () => made.ledger },
    audit: { record: async (entry) => void audit.push(entry) },
    accounts: files,
    dayOf,
    ...options.parts,
  };
  const made: Rig = { ...rig, door: openCloudDoor(parts), parts, audit, redaction, clock, files, keys };
  return made;
}

export function requestOf(text = 'Rename foo to bar.', further: Partial<CloudRequest> = {}): CloudRequest {
  return {
    task: 'chat',
    reason: 'userOptIn',
    checks: [],
    messages: [
      { role: 'system', content: 'You edit code.' },
      { role: 'user', content: text },
    ],
    paths: [],
    maxTokens: 256,
    conversationId: 'c1',
    ...further,
  };
}

/** The preview, or an error that names the refusal. */
export async function previewed(rig: Rig, request: CloudRequest = requestOf()): Promise<CloudPreview> {
  const outcome = await rig.door.preview(request);
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason} ${outcome.detail ?? ''}`);
  return outcome.value;
}

export interface Collected {
  readonly text: string;
  readonly reasoning: string;
  readonly end: Extract<StreamEvent, { type: 'end' }> | undefined;
}

export async function collect(stream: AsyncIterable<StreamEvent>): Promise<Collected> {
  let text = '';
  let reasoning = '';
  let end: Collected['end'];
  for await (const event of stream) {
    if (event.type === 'text') text += event.text;
    else if (event.type === 'reasoning') reasoning += event.text;
    else end = event;
  }
  return { text, reasoning, end };
}

/** Previews, sends and reads to the end. */
export async function ask(rig: Rig, request: CloudRequest = requestOf()): Promise<Collected> {
  const sent = await rig.door.send(await previewed(rig, request), new AbortController().signal);
  if (!sent.ok) throw new Error(`refused: ${sent.reason} ${sent.detail ?? ''}`);
  return collect(sent.value);
}
