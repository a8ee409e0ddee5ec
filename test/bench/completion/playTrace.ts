/** One person's session against one server, and what it cost and gave. */

import { randomUUID } from 'node:crypto';

import { sleep, type Clock } from '../../../src/core/base/clock.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { some } from '../../../src/core/base/outcome.ts';
import { createFimClient } from '../../../src/core/model/clients.ts';
import type { FimClient } from '../../../src/core/model/stream.ts';
import { completionStages, type CompletionStages } from '../../../src/core/pipelines/completionStages.ts';
import { phraseFim } from '../../../src/core/prompt/fim/phraseFim.ts';
import type { FimModel, LocalModels } from '../../../src/core/server/localModels.ts';
import { hostFetch, systemClock } from '../../../src/editor/nodePorts.ts';
import { EditingSession } from '../../scripts/replay/editingSession.ts';
import type { Oracle } from './oracle.ts';
import { tokensOf } from './oracle.ts';
import type { PeerKind } from './peers/peer.ts';
import { PeerSession } from './peerSession.ts';
import { SimulatedServer } from './simulatedServer.ts';
import { SimulatedSlot, type ServedRequest, type ServerSpeed } from './simulatedSlot.ts';
import { slotClient } from './slotClient.ts';
import { emptyFigures, type TraceFigures } from './traceFigures.ts';
import { TracePlayer } from './tracePlayer.ts';
import type { Hole, TypistManner } from './typist.ts';
import { VirtualTime } from './virtualTime.ts';

export interface TracePlan {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly holes: readonly Hole[];
  readonly oracle: Oracle;
  readonly speed: ServerSpeed;
  readonly manner: TypistManner;
  /** Default: codestral. */
  readonly family?: string | undefined;
  /** Default: 32,768. */
  readonly contextTokens?: number;
}

/** Peers only run in real time. Without it, time passes as fast as it can be computed, the same at every run. */
export async function playTrace(
  plan: TracePlan,
  { isReal, peer }: { readonly isReal: boolean; readonly peer?: PeerKind | undefined },
): Promise<TraceFigures> {
  if (peer !== undefined) return playPeer(plan, peer);
  if (isReal) return playOverWire(plan);
  const time = new VirtualTime();
  const slot = new SimulatedSlot(time, plan.oracle, plan.speed);
  return time.during(playOurs(plan, time, slotClient(slot), () => slot.requests));
}

async function playOverWire(plan: TracePlan): Promise<TraceFigures> {
  const server = new SimulatedServer(plan.oracle, plan.speed);
  const url = await server.start();
  const client = createFimClient(
    {
      baseUrl: url,
      host: new URL(url).host,
      fetch: hostFetch,
      clock: systemClock,
      log: silentLog,
      headers: () => Promise.resolve({}),
      traits: {},
      refusedFields: new Map(),
    },
    'llamacppCompletion',
  );
  const figures = await playOurs(plan, systemClock, client, () => server.requests);
  figures.connections = server.connections;
  await server.stop();
  return figures;
}

async function playOurs(
  plan: TracePlan,
  clock: Clock,
  client: FimClient,
  served: () => readonly ServedRequest[],
): Promise<TraceFigures> {
  /** Behind the cursor, for each request: another one is another place, which any layout has to read. */
  const suffixes: string[] = [];
  const stages = stagesFor(client, clock, plan, suffixes);
  const figures = emptyFigures();
  const events = stages.events.event(({ event }) => {
    if (event === 'cancelled') figures.cancelled++;
  });
  let wasVisible = false;
  let lastReason = 'nothing asked';
  const session = new EditingSession(
    stages,
    {
      answered(outcome, ms) {
        if (!outcome.ok) {
          lastReason = outcome.reason;
          figures.withheld[outcome.reason] = (figures.withheld[outcome.reason] ?? 0) + 1;
          return;
        }
        if (wasVisible) return;
        figures.newReadyMs.push(ms);
        const { origin } = outcome.value;
        figures.newByOrigin[origin] = (figures.newByOrigin[origin] ?? 0) + 1;
      },
      flickered() {
        figures.flickers++;
      },
      blocked(ms) {
        figures.blockedMs.push(ms);
        lastReason = 'waiting to ask';
      },
    },
    { uri: `file:///${plan.path}`, path: plan.path, languageId: plan.languageId, text: withHoles(plan) },
  );
  const watching = {
    beforeStep(visible: boolean) {
      wasVisible = visible;
    },
    missing() {
      const { uri } = session.document;
      if (!stages.flights.isBusy(uri)) return lastReason;
      return stages.flights.hasText(uri) ? 'its first line is being written' : 'its prompt is being read';
    },
  };
  await new TracePlayer(plan, clock, session, { figures, watching }).play();
  session.close();
  await sleep(clock, 50);
  events.dispose();
  return summed(figures, served(), stages, suffixes);
}

async function playPeer(plan: TracePlan, kind: PeerKind): Promise<TraceFigures> {
  const server = new SimulatedServer(plan.oracle, plan.speed);
  const peer = await kind.connect(await server.start());
  const figures = emptyFigures();
  const shown: string[] = [];
  let wasVisible = false;
  const session = new PeerSession(
    peer,
    {
      answered(text, ms) {
        if (text === undefined || text.trim() === '') return;
        shown.push(text);
        if (!wasVisible) figures.newReadyMs.push(ms);
      },
      flickered() {
        figures.flickers++;
      },
      blocked(ms) {
        figures.blockedMs.push(ms);
      },
    },
    { uri: `file:///${plan.path}`, path: plan.path, languageId: plan.languageId, text: withHoles(plan) },
  );
  const watching = {
    beforeStep(visible: boolean) {
      wasVisible = visible;
    },
    missing: () => 'not shown',
  };
  await new TracePlayer(plan, systemClock, session, { figures, watching }).play();
  session.close();
  await peer.close();
  await server.stop();
  figures.requests = server.requests.length;
  figures.connections = server.connections;
  for (const request of server.requests) {
    if (request.cancelled) figures.cancelled++;
    countServed(figures, request);
    figures.neverShownTokens += Math.max(
      0,
      request.generatedTokens - shownTokens(request.generatedText, shown),
    );
  }
  return figures;
}

/** How far into an answer what was on screen reaches. Its first letters may have been typed before it came. */
function shownTokens(generated: string, shown: readonly string[]): number {
  const ends = shown.map((text) => {
    const seen = text.trim();
    const at = seen.length < 3 ? -1 : generated.indexOf(seen);
    return at === -1 ? 0 : at + seen.length;
  });
  return tokensOf(generated.slice(0, Math.max(0, ...ends))).length;
}

function stagesFor(client: FimClient, clock: Clock, plan: TracePlan, suffixes: string[]): CompletionStages {
  const family = plan.family ?? 'codestral';
  const model: FimModel = {
    client,
    model: family,
    family,
    host: 'simulated',
    contextTokens: plan.contextTokens ?? 32_768,
    isDemo: false,
  };
  const models: LocalModels = {
    fim: () => Promise.resolve(some(model)),
    chat: () => Promise.reject(new Error('no chat here')),
    state: 'ready',
    onDidChangeState: () => ({ dispose: () => undefined }),
    describe: () => [],
    estimateTokens: (text) => text.length / 3.5,
  };
  return completionStages({
    clock,
    log: silentLog,
    newId: () => randomUUID(),
    models,
    phrase: (name, window, snippets) => {
      suffixes.push(window.suffix);
      return phraseFim(name, window, snippets);
    },
    judge: () => ({ passed: true, results: [], failed: [] }),
    audit: { record: () => Promise.resolve() },
    sources: [],
    allows: () => true,
  });
}

function summed(
  figures: TraceFigures,
  served: readonly ServedRequest[],
  stages: CompletionStages,
  suffixes: readonly string[],
): TraceFigures {
  const records = [...stages.requests.values()];
  figures.requests = served.length;
  for (const { purpose, wasOffered } of records) {
    const kind = (figures.requestsFor[purpose] ??= { made: 0, shown: 0 });
    kind.made++;
    if (wasOffered) kind.shown++;
  }
  for (const [index, request] of served.entries()) {
    countServed(figures, request);
    const isSamePlace = records[index]?.isCold === false && suffixes[index] === suffixes[index - 1];
    if (isSamePlace) figures.evaluatedWarm.push(request.evaluatedTokens);
    const shown = tokensOf(request.generatedText.slice(0, records[index]?.reach ?? 0)).length;
    figures.neverShownTokens += Math.max(0, request.generatedTokens - shown);
  }
  return figures;
}

function countServed(figures: TraceFigures, request: ServedRequest): void {
  figures.evaluated.push(request.evaluatedTokens);
  figures.sentTokens += request.promptTokens;
  figures.generatedTokens += request.generatedTokens;
  figures.busyMs += request.busyMs;
}

function withHoles({ text, holes }: TracePlan): string {
  let result = '';
  let from = 0;
  for (const hole of holes) {
    result += text.slice(from, hole.start);
    from = hole.end;
  }
  return result + text.slice(from);
}
