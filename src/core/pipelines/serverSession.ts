/** What stands between a task and one server (or a list of them)? Detection, health, loading, failover. */

import type { Disposable } from '../base/disposables.ts';
import { none, some, type Outcome } from '../base/outcome.ts';
import { createChatClient, createFimClient } from '../model/clients.ts';
import { embedTexts } from '../model/embedTexts.ts';
import { isModelError, type ModelError } from '../model/modelError.ts';
import { chatFamilyNamed } from '../prompt/chatFamilies.ts';
import type { ChatModel, FimModel, NoModelReason } from '../server/localModels.ts';
import { embeddingModel } from '../server/embeddingModel.ts';
import type { ServerDescription, ServerState } from '../server/serverDescription.ts';
import { ServerHealth } from '../server/serverHealth.ts';
import type { EmbeddingModel } from './embedCodebase.ts';
import { GuardedClients, type RequestOrder } from './guardedClients.ts';
import {
  forgetProof,
  inspectServer,
  proveInspected,
  type InspectedServer,
  type InspectPorts,
  type Inspection,
  type WantedModels,
} from './inspectServer.ts';
import { loadModel } from './loadModel.ts';
import { promptExcess } from './promptExcess.ts';
import { described, SessionModels, withContexts } from './sessionModels.ts';
import { inspectThisMachine } from './thisMachine.ts';
import type { TokenEstimate } from './tokenEstimate.ts';

export interface SessionSetup {
  /** In order of preference; empty: look on this machine. */
  readonly urls: readonly string[];
  readonly wanted: WantedModels;
  readonly tokens: TokenEstimate;
  onChange(): void;
}

/** How long a suggestion waits for the first detection or proof before it says why there is none. */
const patienceOfFirstAskMs = 2500;
/** A doubt about the server is looked into at most this often. */
const doubtPauseMs = 10_000;
const longestRecheckMs = 30_000;

export class ServerSession implements Disposable {
  private readonly setup: SessionSetup;
  private readonly ports: InspectPorts;
  private readonly health = new ServerHealth();
  private inspection: Inspection | undefined;
  private description: ServerDescription | undefined;
  private detecting: Promise<void> | undefined;
  private proving: Promise<void> | undefined;
  private readonly loading = new Set<string>();
  private readonly models = new SessionModels();
  /** Models whose real context length was asked for after they answered. */
  private readonly measured = new Set<string>();
  private recheck: Disposable | undefined;
  private rechecks = 0;
  private doubtedAtMs = -doubtPauseMs;
  private readonly closed = new AbortController();

  constructor(setup: SessionSetup, ports: InspectPorts) {
    this.setup = setup;
    this.ports = ports;
  }

  get state(): ServerState {
    if (this.inspection === undefined || this.isNowhere()) return 'offline';
    const { failure } = this.inspection;
    if (failure !== undefined) return stateOf(failure);
    const { state } = this.health;
    return this.loading.size > 0 && (state === 'ready' || state === 'working') ? 'loading model' : state;
  }

  describe(): ServerDescription[] {
    return this.description === undefined ? [] : [this.description];
  }

  /** Is this address one of those it was set up with? */
  isAt(url: string): boolean {
    return this.setup.urls.some((own) => isAt(own, url.replace(/\/+$/, '')));
  }

  /** One detection at a time; from memory when it succeeded before, unless `again`. Never rejects. */
  detect(options: { readonly again?: boolean } = {}): Promise<void> {
    if (this.detecting !== undefined) return this.detecting;
    const isKnown = this.inspection !== undefined && this.inspection.failure === undefined;
    if (options.again !== true && isKnown) return Promise.resolve();
    this.detecting = this.detectNow().finally(() => {
      this.detecting = undefined;
      this.setup.onChange();
    });
    return this.detecting;
  }

  async fim(): Promise<Outcome<FimModel, NoModelReason>> {
    if (this.inspection === undefined) await this.within(this.detect());
    const reason = this.hindrance();
    if (reason !== undefined) return this.none(reason);
    if (this.models.fim === undefined && this.proving !== undefined) {
      await this.within(this.proving);
      if (this.models.fim === undefined && this.proving !== undefined) return none('loadingModel');
    }
    return this.models.fim === undefined
      ? none('noFimModel', this.description?.problems[0])
      : some(this.models.fim);
  }

  async chat(): Promise<Outcome<ChatModel, NoModelReason>> {
    // A person waits for this answer: a failure from a while ago is looked at again first.
    if (this.inspection === undefined || this.hindrance() !== undefined) await this.detect({ again: true });
    const reason = this.hindrance();
    if (reason !== undefined && reason !== 'loadingModel') return this.none(reason);
    return this.models.chat === undefined
      ? none(reason ?? 'noChatModel', this.description?.problems[0])
      : some(this.models.chat);
  }

  /** The server's embedding model; `undefined` where it has none or can't be asked now. Waits for no detection. */
  embedding(): EmbeddingModel | undefined {
    const server = this.inspection?.server;
    if (server === undefined || this.hindrance() !== undefined) return undefined;
    const model = embeddingModel(server.models)?.id;
    if (model === undefined) return undefined;
    const { connection, fingerprint } = server;
    const dialect = fingerprint.chatDialect;
    return {
      model,
      host: connection.host,
      embed: (texts, signal) => embedTexts(connection, { dialect, model, texts }, signal),
    };
  }

  dispose(): void {
    this.closed.abort(new Error('closed'));
    this.recheck?.dispose();
  }

  private isNowhere(): boolean {
    return this.inspection?.server === undefined && this.setup.urls.length === 0;
  }

  private none(reason: NoModelReason): Outcome<never, NoModelReason> {
    if (this.health.mayAsk(this.ports.clock.monotonicMs())) void this.detect({ again: true });
    return none(reason, this.description?.problems[0]);
  }

  private async within(work: Promise<void>): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = this.ports.clock.after(patienceOfFirstAskMs, resolve);
      void work.finally(() => {
        timer.dispose();
        resolve();
      });
    });
  }

  private hindrance(): NoModelReason | undefined {
    if (this.inspection === undefined) return 'unreachable';
    if (this.isNowhere()) return 'noServer';
    const mayAsk = this.health.mayAsk(this.ports.clock.monotonicMs());
    const failure = this.inspection.failure ?? (mayAsk ? undefined : this.health.lastFailure);
    if (failure === undefined) return undefined;
    if (failure.kind === 'unauthorized') return 'unauthorized';
    return failure.kind === 'loading' ? 'loadingModel' : 'unreachable';
  }

  private async detectNow(): Promise<void> {
    this.recheck?.dispose();
    const inspection = await this.inspectFirstUsable();
    if (this.closed.signal.aborted) return;
    const previous = this.inspection;
    this.inspection = inspection;
    if (inspection.failure !== undefined || inspection.server === undefined) {
      this.description = inspection.description;
      this.models.clear();
      this.scheduleRecheck(inspection.failure);
      return;
    }
    this.rechecks = 0;
    this.health.succeeded();
    const isWhole = this.models.chat !== undefined && this.models.fim !== undefined;
    if (previous?.server !== undefined && isWhole && sameServer(inspection, previous)) {
      // Where nothing changed, clients and their order of requests stay: their connections are warm.
      this.inspection = { ...previous, failure: undefined };
      if (inspection.server.completionModel?.loaded === false) this.takeInto(inspection.server);
      return;
    }
    this.description = inspection.description;
    this.use(inspection.server);
  }

  private async inspectFirstUsable(): Promise<Inspection> {
    const { urls, wanted } = this.setup;
    const sticky = this.inspection?.server?.baseUrl;
    const order = [...urls].sort((left, right) => Number(isAt(right, sticky)) - Number(isAt(left, sticky)));
    let first: Inspection | undefined;
    for (const url of order) {
      const inspection = await inspectServer(url, wanted, this.ports);
      if (inspection.failure === undefined) return inspection;
      first ??= inspection;
    }
    return first ?? inspectThisMachine(wanted, this.ports);
  }

  /** Looks again by itself, so that a server that comes back is seen without a keystroke. Not for a wrong key: that needs a person. */
  private scheduleRecheck(failure: ModelError | undefined): void {
    if (failure?.kind === 'unauthorized' && failure.facts.cause !== 'hostHeader') return;
    const mostMs = failure?.kind === 'loading' ? 2000 : longestRecheckMs;
    const pauseMs = Math.min(mostMs, 1000 * 2 ** Math.min(this.rechecks, 5));
    this.rechecks++;
    this.recheck?.dispose();
    this.recheck = this.ports.clock.after(
      failure?.facts.retryAfterMs ?? pauseMs,
      () => void this.detect({ again: true }),
    );
  }

  private use(server: InspectedServer): void {
    this.models.clear();
    this.measured.clear();
    const guarded = this.guard(server);
    const chat = this.description?.chat;
    if (chat !== undefined) {
      const manner = chatFamilyNamed(chat.family);
      const client = createChatClient(server.connection, server.fingerprint.chatDialect, manner);
      this.models.chat = {
        client: guarded.chat(client, chat.model),
        ...described(chat, server),
        callsTools: this.description?.models.find(({ id }) => id === chat.model)?.callsTools !== false,
      };
    }
    if (server.completionModel !== undefined) this.takeInto(server, guarded);
  }

  /** Loads the completion model where it must be, proves FIM where it was not, and makes its client. */
  private takeInto(server: InspectedServer, guarded?: GuardedClients): void {
    if (this.proving !== undefined) {
      // Another address may be proved just now.
      void this.proving.then(() => {
        if (this.isCurrent(server) && this.models.fim === undefined) this.takeInto(server, guarded);
      });
      return;
    }
    this.proving = this.loadAndProve(server, guarded)
      .catch((failure: unknown) => {
        if (!isModelError(failure)) return;
        this.learn(failure, server);
        if (this.isCurrent(server)) this.scheduleRecheck(failure);
      })
      .finally(() => {
        this.proving = undefined;
        this.setup.onChange();
      });
  }

  private async loadAndProve(server: InspectedServer, guarded: GuardedClients | undefined): Promise<void> {
    const model = server.completionModel;
    if (model === undefined || this.inspection === undefined) return;
    let inspection = this.inspection;
    if (model.loaded === false) {
      this.loading.add(model.id);
      this.setup.onChange();
    }
    try {
      const { signal } = this.closed;
      if (model.loaded === false && (await loadModel(server, model.id, this.ports, signal))) {
        // Only a loaded model tells its real context length.
        const again = await inspectServer(server.baseUrl, this.setup.wanted, this.ports);
        if (again.failure === undefined && sameServer(again, inspection)) inspection = again;
      }
      if (guarded === undefined) return;
      const description = await proveInspected(inspection, this.ports, signal);
      if (!this.isCurrent(server)) return;
      this.description = description;
      const { completion } = description;
      if (completion === undefined) return;
      const client = createFimClient(server.connection, completion.dialect);
      this.models.fim = { client: guarded.fim(client, completion.model), ...described(completion, server) };
      const proof = completion.verified ? 'verified' : 'not verified';
      this.ports.log.info(`${description.host}: ${completion.model} by ${completion.dialect}, ${proof}`);
    } finally {
      this.loading.delete(model.id);
    }
  }

  private guard(server: InspectedServer): GuardedClients {
    return new GuardedClients({
      clock: this.ports.clock,
      slots: server.slots,
      excess: ({ model }, prompt) =>
        promptExcess({ server, chat: this.models.chat, tokens: this.setup.tokens, model }, prompt),
      began: ({ model, priority }) => {
        if (priority === 'chat' && server.chatModel?.loaded === false && !this.measured.has(model)) {
          this.loading.add(model);
        }
        this.health.begin();
        this.setup.onChange();
      },
      answering: ({ model }) => {
        if (this.loading.delete(model)) this.setup.onChange();
      },
      succeeded: (order, tokensIn) => {
        this.health.succeeded();
        if (tokensIn !== undefined) this.setup.tokens.observe(order.characters, tokensIn);
        this.measureOnce(order, server);
      },
      failed: (failure, { model }) => {
        this.loading.delete(model);
        this.learn(failure, server);
      },
      abandoned: () => this.doubt(server),
      ended: () => {
        this.health.end();
        this.setup.onChange();
      },
    });
  }

  /** A model that has just answered is loaded, and only then some servers tell its context length. */
  private measureOnce({ model }: RequestOrder, server: InspectedServer): void {
    if (server.fingerprint.examine === undefined || this.measured.has(model)) return;
    this.measured.add(model);
    void inspectServer(server.baseUrl, this.setup.wanted, this.ports).then(({ description, failure }) => {
      if (failure !== undefined || !this.isCurrent(server)) return;
      this.models.correct(description);
      if (this.description !== undefined) this.description = withContexts(this.description, description);
    });
  }

  /** A failure changes health, address, dialect or what is known of the context. */
  private learn(failure: ModelError, server: InspectedServer): void {
    if (!this.isCurrent(server)) return;
    this.health.failed(failure, this.ports.clock.monotonicMs());
    const { cause, contextTokens } = failure.facts;
    if (cause === 'fimUnsupported') {
      void forgetProof(server, this.ports).then(() => this.detectAnew());
    } else if (failure.kind === 'unreachable' && this.setup.urls.length > 1) {
      void this.detectAnew();
    } else if (failure.kind === 'unreachable' || failure.kind === 'loading') {
      this.scheduleRecheck(failure);
    } else if (failure.kind === 'timedOut') {
      this.doubt(server);
    } else if (failure.kind === 'tooLong' && contextTokens !== undefined) {
      this.models.shrink(contextTokens);
    }
    this.setup.onChange();
  }

  /** Long silence: the server may be gone, or may have put its model out of memory. */
  private doubt(server: InspectedServer): void {
    const nowMs = this.ports.clock.monotonicMs();
    if (!this.isCurrent(server) || nowMs - this.doubtedAtMs < doubtPauseMs) return;
    this.doubtedAtMs = nowMs;
    void this.detect({ again: true });
  }

  private detectAnew(): Promise<void> {
    this.models.clear();
    return this.detect({ again: true });
  }

  private isCurrent({ baseUrl }: InspectedServer): boolean {
    return this.inspection?.server?.baseUrl === baseUrl;
  }
}

function stateOf(failure: ModelError): ServerState {
  if (failure.kind === 'unauthorized') return 'unauthorized';
  return failure.kind === 'loading' ? 'loading model' : 'unreachable';
}

function isAt(url: string, baseUrl: string | undefined): boolean {
  return baseUrl !== undefined && url.replace(/\/+$/, '').startsWith(baseUrl);
}

function sameServer(left: Inspection, right: Inspection): boolean {
  const one = left.server;
  const other = right.server;
  return (
    one !== undefined &&
    other !== undefined &&
    one.baseUrl === other.baseUrl &&
    one.version === other.version &&
    one.completionModel?.id === other.completionModel?.id &&
    one.chatModel?.id === other.chatModel?.id
  );
}
