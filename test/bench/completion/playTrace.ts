/** One person's session against one server, and what it cost and gave. */

import { randomUUID } from 'node:crypto';

import { silentLog } from '../../../src/core/base/log.ts';
import { some } from '../../../src/core/base/outcome.ts';
import { createFimClient } from '../../../src/core/model/clients.ts';
import { completionStages, type CompletionStages } from '../../../src/core/pipelines/completionStages.ts';
import { phraseFim } from '../../../src/core/prompt/fim/phraseFim.ts';
import type { FimModel, LocalModels } from '../../../src/core/server/localModels.ts';
import { EditingSession } from '../../scripts/replay/editingSession.ts';
import { hostFetch, systemClock } from '../../../src/editor/nodePorts.ts';
import type { Oracle } from './oracle.ts';
import { tokensOf } from './oracle.ts';
import { seeded } from './random.ts';
import type { PeerKind } from './peers.ts';
import { PeerSession } from './peerSession.ts';
import { SimulatedServer, type ServedRequest, type ServerSpeed } from './simulatedServer.ts';
import { typeHole, type Hole, type TypistManner, type TypistStep } from './typist.ts';

export interface TracePlan {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly holes: readonly Hole[];
  readonly oracle: Oracle;
  readonly speed: ServerSpeed;
  readonly manner: TypistManner;
}

export interface TraceFigures {
  keystrokes: number;
  requests: number;
  cancelled: number;
  connections: number;
  /** Keystroke to ready, for suggestions where none was on screen. */
  newReadyMs: number[];
  newByOrigin: Record<string, number>;
  evaluated: number[];
  /** Of requests whose window did not move. */
  evaluatedWarm: number[];
  sentTokens: number;
  generatedTokens: number;
  neverShownTokens: number;
  busyMs: number;
  acceptedCharacters: number;
  accepts: number;
  flickers: number;
  rightMs: number;
  rightVisibleMs: number;
  blockedMs: number[];
  withheld: Record<string, number>;
}

/** Waits as a person does: all in real time. */
export async function playTrace(plan: TracePlan, peer?: PeerKind): Promise<TraceFigures> {
  return peer === undefined ? playOurs(plan) : playPeer(plan, peer);
}

async function playOurs(plan: TracePlan): Promise<TraceFigures> {
  const server = new SimulatedServer(plan.oracle, plan.speed);
  const url = await server.start();
  const stages = stagesFor(url);
  const events = stages.events.event(({ event }) => {
    if (event === 'cancelled') figures.cancelled++;
  });
  const figures = emptyFigures();
  let wasVisible = false;
  const session = new EditingSession(
    stages,
    {
      answered(outcome, ms) {
        if (!outcome.ok) {
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
      },
    },
    { uri: `file:///${plan.path}`, path: plan.path, languageId: plan.languageId, text: withHoles(plan) },
  );
  const player = new Player(plan, session, figures, (visible) => {
    wasVisible = visible;
  });
  await player.play();
  session.close();
  await wait(50);
  await server.stop();
  events.dispose();
  return summed(figures, server, stages);
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
  await new Player(plan, session, figures, (visible) => {
    wasVisible = visible;
  }).play();
  session.close();
  await peer.close();
  await server.stop();
  figures.requests = server.requests.length;
  figures.connections = server.connections;
  for (const request of server.requests) {
    if (request.cancelled) figures.cancelled++;
    countServed(figures, request);
    const head = request.generatedText.trim().slice(0, 12);
    const seen = shown
      .filter((text) => head !== '' && text.includes(head))
      .map((text) => tokensOf(text).length);
    figures.neverShownTokens += Math.max(0, request.generatedTokens - Math.max(0, ...seen));
  }
  return figures;
}

class Player {
  private readonly plan: TracePlan;
  private readonly session: EditingSession | PeerSession;
  private readonly figures: TraceFigures;
  private readonly beforeStep: (visible: boolean) => void;

  constructor(
    plan: TracePlan,
    session: EditingSession | PeerSession,
    figures: TraceFigures,
    beforeStep: (visible: boolean) => void,
  ) {
    this.plan = plan;
    this.session = session;
    this.figures = figures;
    this.beforeStep = beforeStep;
  }

  async play(): Promise<void> {
    const random = seeded(this.plan.manner.seed);
    for (const hole of this.plan.holes) {
      const target = this.plan.text.slice(hole.start, hole.end);
      // Holes are filled from the top: all before this one is in place again.
      const { start } = hole;
      await wait(400 + random() * 800);
      this.session.moveTo(start);
      await wait(300 + random() * 700);
      await this.fill(target, start, random);
      if (this.figures.keystrokes >= this.plan.manner.keystrokes) return;
    }
  }

  private async fill(target: string, start: number, random: () => number): Promise<void> {
    const steps = typeHole(target, this.plan.manner, random);
    let step = steps.next({ visible: '', visibleMs: 0, typed: 0 });
    while (step.done !== true && this.figures.keystrokes < this.plan.manner.keystrokes) {
      await this.pause(step.value.afterMs, target, start);
      this.perform(step.value, target.slice(this.session.cursor - start));
      // What an editor shows within a moment of the key is what the person sees when deciding.
      await wait(2);
      const visible = this.session.ghost?.text ?? '';
      step = steps.next({ visible, visibleMs: 0, typed: this.session.cursor - start });
    }
  }

  /** Time passes; how much of it with a right suggestion on screen? */
  private async pause(afterMs: number, target: string, start: number): Promise<void> {
    const end = performance.now() + afterMs;
    const rest = target.slice(this.session.cursor - start);
    const typed = target.slice(0, this.session.cursor - start);
    const isOnTarget = this.session.document.text.startsWith(typed, start);
    const { oracle } = this.plan;
    const prompt = this.session.document.text.slice(0, this.session.cursor);
    const best = isOnTarget
      ? oracle.continue(prompt, this.session.document.text.slice(this.session.cursor)).join('')
      : '';
    const firstLine = /^\s*[^\n]*/.exec(best)?.[0] ?? '';
    const isRightPossible = firstLine.trim() !== '' && rest.startsWith(firstLine);
    for (;;) {
      const left = end - performance.now();
      const slice = Math.min(left, 25);
      if (slice <= 0) return;
      await wait(slice);
      if (!isRightPossible) continue;
      this.figures.rightMs += slice;
      const shown = this.session.ghost?.text ?? '';
      if (shown !== '' && rest.startsWith(shown.slice(0, Math.max(1, shown.indexOf('\n')))))
        this.figures.rightVisibleMs += slice;
    }
  }

  private perform(step: TypistStep, rest: string): void {
    const { session, figures } = this;
    figures.keystrokes++;
    const ghost = session.ghost;
    const stays =
      step.kind === 'insert' && ghost?.text.startsWith(step.text) === true && ghost.text !== step.text;
    this.beforeStep(stays);
    if (step.kind === 'insert') void session.insert(session.cursor, step.text);
    else if (step.kind === 'backspace') void session.delete(session.cursor - 1, 1);
    else if (step.kind === 'accept' && ghost !== undefined && rest.startsWith(ghost.text)) {
      figures.acceptedCharacters += ghost.text.length;
      figures.accepts++;
      void session.accept();
    }
  }
}

function stagesFor(url: string): CompletionStages {
  const host = new URL(url).host;
  const client = createFimClient(
    {
      baseUrl: url,
      host,
      fetch: hostFetch,
      clock: systemClock,
      log: silentLog,
      headers: () => Promise.resolve({}),
      traits: {},
      refusedFields: new Map(),
    },
    'llamacppCompletion',
  );
  const model: FimModel = {
    client,
    model: 'codestral',
    family: 'codestral',
    host,
    contextTokens: 32_768,
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
    clock: systemClock,
    log: silentLog,
    newId: () => randomUUID(),
    models,
    phrase: phraseFim,
    judge: () => ({ passed: true, results: [], failed: [] }),
    audit: { record: () => Promise.resolve() },
    sources: [],
    allows: () => true,
  });
}

function summed(figures: TraceFigures, server: SimulatedServer, stages: CompletionStages): TraceFigures {
  const records = [...stages.requests.values()];
  figures.requests = server.requests.length;
  figures.connections = server.connections;
  for (const [index, request] of server.requests.entries()) {
    countServed(figures, request);
    if (records[index]?.isCold === false) figures.evaluatedWarm.push(request.evaluatedTokens);
    const shown = tokensOf(request.generatedText.slice(0, records[index]?.judgedLength ?? 0)).length;
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

function emptyFigures(): TraceFigures {
  return {
    keystrokes: 0,
    requests: 0,
    cancelled: 0,
    connections: 0,
    newReadyMs: [],
    newByOrigin: {},
    evaluated: [],
    evaluatedWarm: [],
    sentTokens: 0,
    generatedTokens: 0,
    neverShownTokens: 0,
    busyMs: 0,
    acceptedCharacters: 0,
    accepts: 0,
    flickers: 0,
    rightMs: 0,
    rightVisibleMs: 0,
    blockedMs: [],
    withheld: {},
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
