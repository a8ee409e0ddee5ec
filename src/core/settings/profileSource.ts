/** What does the team profile say now? Fetched with ETag, the last good copy when it cannot be had, a broken version reported and not applied. */

import type { Clock } from '../base/clock.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { none, type Outcome } from '../base/outcome.ts';
import type { Fetch, KeyValueStore } from '../base/ports.ts';
import { parseTeamProfile, type ProfileProblem, type TeamProfile } from './teamProfile.ts';

export type FetchProblem =
  | ProfileProblem
  | 'unreachable'
  | 'refused'
  | 'notFound'
  | 'timedOut'
  | 'unsigned'
  | 'badSignature'
  | 'notAnAddress';

export interface ProfileState {
  /** URL or path. */
  readonly origin: string;
  /** What counts: the newest version that was good, kept over restarts. */
  readonly profile?: TeamProfile;
  /** When that version was last confirmed; milliseconds since 1970. */
  readonly confirmedAt?: number;
  /** Why the newest attempt brought nothing; what counts is then the last good copy. */
  readonly problem?: { readonly kind: FetchProblem; readonly detail: string };
}

export interface ProfileSource {
  readonly state: ProfileState;
  /** Told when what counts changed or a problem came or went, not at every fetch. */
  readonly onDidChange: Event<ProfileState>;
  /** One fetch at a time: a second call waits for the first. Never rejects. */
  refresh(): Promise<ProfileState>;
}

export interface ProfilePorts {
  readonly fetch: Fetch;
  /** `undefined` where there is no such file. */
  readonly readFile: (path: string) => Promise<string | undefined>;
  readonly store: KeyValueStore;
  readonly clock: Clock;
  /** Present where the machine-wide file names a public key: then only what it signed counts. `signature` is base64. */
  readonly verifySignature?: (text: string, signature: string) => Promise<boolean>;
}

interface KeptCopy {
  readonly text: string;
  readonly etag?: string;
  readonly signature?: string;
  readonly confirmedAt: number;
}

const requestTimeoutMs = 10_000;

type Fetched =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'text'; readonly text: string; readonly etag?: string; readonly signature?: string }
  | { readonly kind: 'problem'; readonly problem: FetchProblem; readonly detail: string };

/**
 * @param origin http(s) URL or absolute path, as the person or the machine-wide file named it
 * The detached signature is asked for at `<origin>.sig`.
 */
export async function createProfileSource(origin: string, ports: ProfilePorts): Promise<ProfileSource> {
  const changed = new Emitter<ProfileState>();
  const storeKey = `tandem.profile:${origin}`;
  let kept = keptCopy(ports.store.get(storeKey));
  let state: ProfileState = { origin };
  let running: Promise<ProfileState> | undefined;

  const settle = (next: ProfileState): ProfileState => {
    const isNews = outlook(next) !== outlook(state);
    state = next;
    if (isNews) changed.fire(next);
    return next;
  };

  const adopt = async (copy: KeptCopy): Promise<Outcome<TeamProfile, FetchProblem>> => {
    if (ports.verifySignature !== undefined) {
      if (copy.signature === undefined) return none('unsigned', `${origin}.sig`);
      const isGenuine = await ports.verifySignature(copy.text, copy.signature).catch(() => false);
      if (!isGenuine) return none('badSignature', `${origin}.sig`);
    }
    return parseTeamProfile(copy.text);
  };

  const fetchOnce = async (): Promise<ProfileState> => {
    const fetched = await fetchProfile(origin, ports, kept);
    if (fetched.kind === 'problem') return settle(withProblem(state, fetched.problem, fetched.detail));
    const confirmedAt = ports.clock.now();
    const copy: KeptCopy | undefined =
      fetched.kind === 'unchanged'
        ? kept && { ...kept, confirmedAt }
        : { ...withoutKind(fetched), confirmedAt };
    if (copy === undefined) return state;
    const adopted = await adopt(copy);
    if (!adopted.ok) return settle(withProblem(state, adopted.reason, adopted.detail ?? ''));
    kept = copy;
    await ports.store.set(storeKey, copy).catch(() => undefined);
    return settle({ origin, profile: adopted.value, confirmedAt });
  };

  if (kept !== undefined) {
    const adopted = await adopt(kept);
    if (adopted.ok) state = { origin, profile: adopted.value, confirmedAt: kept.confirmedAt };
    else kept = undefined;
  }
  return {
    get state() {
      return state;
    },
    onDidChange: changed.event,
    refresh() {
      running ??= fetchOnce().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

async function fetchProfile(
  origin: string,
  ports: ProfilePorts,
  kept: KeptCopy | undefined,
): Promise<Fetched> {
  if (!/^https?:\/\//i.test(origin)) return readProfile(origin, ports);
  try {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (kept?.etag !== undefined) headers['if-none-match'] = kept.etag;
    const response = await fetchWithin(origin, headers, ports);
    if (response.status === 304) return { kind: 'unchanged' };
    if (!response.ok) {
      const problem = response.status === 404 || response.status === 410 ? 'notFound' : 'refused';
      return { kind: 'problem', problem, detail: `HTTP ${response.status}` };
    }
    const text = await response.text();
    const etag = response.headers.get('etag');
    const signature = await fetchSignature(origin, ports);
    return {
      kind: 'text',
      text,
      ...(etag === null ? {} : { etag }),
      ...(signature === undefined ? {} : { signature }),
    };
  } catch (failure) {
    const isTimeout = failure instanceof Error && failure.message === 'timedOut';
    return { kind: 'problem', problem: isTimeout ? 'timedOut' : 'unreachable', detail: reasonOf(failure) };
  }
}

async function readProfile(path: string, ports: ProfilePorts): Promise<Fetched> {
  try {
    const text = await ports.readFile(path);
    if (text === undefined) return { kind: 'problem', problem: 'notFound', detail: path };
    const signature = ports.verifySignature && (await ports.readFile(`${path}.sig`));
    return { kind: 'text', text, ...(signature === undefined ? {} : { signature: signature.trim() }) };
  } catch (failure) {
    return { kind: 'problem', problem: 'unreachable', detail: reasonOf(failure) };
  }
}

async function fetchSignature(origin: string, ports: ProfilePorts): Promise<string | undefined> {
  if (ports.verifySignature === undefined) return undefined;
  const response = await fetchWithin(`${origin}.sig`, {}, ports);
  return response.ok ? (await response.text()).trim() : undefined;
}

/** A redirect is refused: the address that was named is the address that is trusted. */
async function fetchWithin(
  url: string,
  headers: Record<string, string>,
  ports: ProfilePorts,
): Promise<Response> {
  const controller = new AbortController();
  const timer = ports.clock.after(requestTimeoutMs, () => controller.abort(new Error('timedOut')));
  try {
    const response = await ports.fetch(url, { headers, signal: controller.signal, redirect: 'error' });
    // Read whole while the timer runs: a body that never ends must not hold the refresh forever.
    const body = response.status === 304 ? null : await response.text();
    return new Response(body, { status: response.status, headers: response.headers });
  } catch (failure) {
    throw controller.signal.aborted ? new Error('timedOut') : failure;
  } finally {
    timer.dispose();
  }
}

function withProblem(state: ProfileState, kind: FetchProblem, detail: string): ProfileState {
  return { ...state, problem: { kind, detail } };
}

function withoutKind({
  kind: _kind,
  ...rest
}: Extract<Fetched, { kind: 'text' }>): Omit<typeof rest, 'kind'> {
  return rest;
}

/** What a person would notice. */
function outlook(state: ProfileState): string {
  return JSON.stringify([state.profile ?? null, state.problem?.kind ?? null]);
}

function keptCopy(value: unknown): KeptCopy | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { text, etag, signature, confirmedAt } = value as Record<string, unknown>;
  if (typeof text !== 'string' || typeof confirmedAt !== 'number') return undefined;
  return {
    text,
    confirmedAt,
    ...(typeof etag === 'string' ? { etag } : {}),
    ...(typeof signature === 'string' ? { signature } : {}),
  };
}

function reasonOf(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  const cause = failure.cause;
  return cause instanceof Error ? cause.message : failure.message;
}
