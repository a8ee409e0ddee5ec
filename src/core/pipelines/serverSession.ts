/** What stands between a task and one server (or a list of them)? Detection, health, loading, failover. */

import { settledOrAfter } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import { none, some, type Outcome } from '../base/outcome.ts';
import { isModelError, type ModelError } from '../model/modelError.ts';
import type { ChatModel, FimModel, NoModelReason } from '../server/localModels.ts';
import type { ServerDescription, ServerState } from '../server/serverDescription.ts';
import { ServerHealth } from '../server/serverHealth.ts';
import type { EmbeddingModel } from './embedCodebase.ts';
import { embeddingOf } from './embeddingOf.ts';
import { GuardedClients, type RequestOrder } from './guardedClients.ts';
import { inspectServer } from './inspectServer.ts';
import type { InspectedServer, InspectPorts, Inspection } from './inspection.ts';
import { forgetProof, proveInspected } from './provenFim.ts';
import { inspectFirstUsable, isAt, sameServer, type Addresses } from './inspectFirstUsable.ts';
import { loadModel } from './loadModel.ts';
import { promptExcess } from './promptExcess.ts';
import { Recheck } from './recheck.ts';
import { chatModel, fimModel, SessionModels, withContexts } from './sessionModels.ts';
import { hindranceOf, stateOf, type Standing } from './sessionState.ts';
import type { TokenEstimate } from './tokenEstimate.ts';

export interface SessionSetup extends Addresses {
  readonly tokens: TokenEstimate;
  onChange(): void;
}

/** How long a suggestion waits for the first detection or proof before it says why there is none. */
const patienceOfFirstAskMs = 2500;
/** A doubt about the server is looked into at most this often. */
const doubtPauseMs = 10_000;

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
  private readonly recheck: Recheck;
  private doubtedAtMs = -doubtPauseMs;
  private readonly closed = new AbortController();

  constructor(setup: SessionSetup, ports: InspectPorts) {
    this.setup = setup;
    this.ports = ports;
    this.recheck = new Recheck(ports.clock, () => void this.detect({ again: true }));
  }

  get state(): ServerState {
    return stateOf(this.standing());
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
    if (this.inspection === undefined) await this.patiently(this.detect());
    const reason = this.hindrance();
    if (reason !== undefined) return this.none(reason);
    if (this.models.fim === undefined && this.proving !== undefined) {
      await this.patiently(this.proving);
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
    return server === undefined || this.hindrance() !== undefined ? undefined : embeddingOf(server);
  }

  dispose(): void {
    this.closed.abort(new Error('closed'));
    this.recheck.dispose();
  }

  private none(reason: NoModelReason): Outcome<never, NoModelReason> {
    if (this.health.mayAsk(this.ports.clock.monotonicMs())) void this.detect({ again: true });
    return none(reason, this.description?.problems[0]);
  }

  private patiently(work: Promise<void>): Promise<void> {
    return settledOrAfter(this.ports.clock, patienceOfFirstAskMs, work);
  }

  private hindrance(): NoModelReason | undefined {
    return hindranceOf(this.standing());
  }

  private standing(): Standing {
    const { inspection, health, loading, setup, ports } = this;
    return {
      inspection,
      health,
      isLoading: loading.size > 0,
      urls: setup.urls,
      nowMs: ports.clock.monotonicMs(),
    };
  }

  private async detectNow(): Promise<void> {
    this.recheck.dispose();
    const inspection = await inspectFirstUsable(this.setup, this.inspection?.server?.baseUrl, this.ports);
    if (this.closed.signal.aborted) return;
    const previous = this.inspection;
    this.inspection = inspection;
    if (inspection.failure !== undefined || inspection.server === undefined) {
      this.description = inspection.description;
      this.models.clear();
      this.recheck.after(inspection.failure);
      return;
    }
    this.recheck.succeeded();
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

  private use(server: InspectedServer): void {
    this.models.clear();
    this.measured.clear();
    const guarded = this.guard(server);
    this.models.chat = chatModel(this.description, server, guarded);
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
        if (this.isCurrent(server)) this.recheck.after(failure);
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
      this.models.fim = fimModel(completion, server, guarded);
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
      this.recheck.after(failure);
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
