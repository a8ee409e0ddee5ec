/** What stands between a task and one server (or a list of them)? Detection, health, warm-up, failover, order of requests. */

import type { Disposable } from '../base/disposables.ts';
import { none, some, type Outcome } from '../base/outcome.ts';
import { createChatClient, createFimClient } from '../model/clients.ts';
import { isModelError, type ModelError } from '../model/modelError.ts';
import type { AnswerStream, ChatClient, FimClient, StreamEvent } from '../model/stream.ts';
import { chatFamilyNamed } from '../prompt/chatFamilies.ts';
import type { ChatModel, FimModel, NoModelReason } from '../server/localModels.ts';
import { RequestGate, type Priority } from '../server/requestGate.ts';
import type { ServerDescription, ServerState } from '../server/serverDescription.ts';
import { ServerHealth } from '../server/serverHealth.ts';
import {
  forgetProof,
  inspectServer,
  proveInspected,
  type InspectedServer,
  type InspectPorts,
  type Inspection,
  type WantedModels,
} from './inspectServer.ts';
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

export class ServerSession implements Disposable {
  private readonly setup: SessionSetup;
  private readonly ports: InspectPorts;
  private readonly findLocal: () => Promise<readonly Inspection[]>;
  private readonly health = new ServerHealth();
  private inspection: Inspection | undefined;
  private description: ServerDescription | undefined;
  private detecting: Promise<void> | undefined;
  private proving: Promise<void> | undefined;
  private isLoading = false;
  private clients: { fim?: FimModel; chat?: ChatModel } = {};
  private gates = new Map<string, RequestGate>();
  private recheck: Disposable | undefined;
  private rechecks = 0;
  private readonly closed = new AbortController();

  constructor(setup: SessionSetup, ports: InspectPorts, findLocal: () => Promise<readonly Inspection[]>) {
    this.setup = setup;
    this.ports = ports;
    this.findLocal = findLocal;
  }

  get state(): ServerState {
    if (this.inspection === undefined) return 'offline';
    const { failure, server } = this.inspection;
    if (server === undefined && this.setup.urls.length === 0) return 'offline';
    if (failure !== undefined) return stateOf(failure);
    const { state } = this.health;
    return this.isLoading && (state === 'ready' || state === 'working') ? 'loading model' : state;
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
    if (options.again !== true && this.inspection?.failure === undefined && this.inspection !== undefined) {
      return Promise.resolve();
    }
    this.detecting = this.detectNow().finally(() => {
      this.detecting = undefined;
      this.setup.onChange();
    });
    return this.detecting;
  }

  async fim(): Promise<Outcome<FimModel, NoModelReason>> {
    await this.firstLook();
    const reason = this.hindrance();
    if (reason !== undefined) return this.none(reason);
    if (this.clients.fim === undefined && this.proving !== undefined) {
      await this.within(this.proving);
      if (this.clients.fim === undefined && this.isLoading) return none('loadingModel');
    }
    return this.clients.fim === undefined
      ? none('noFimModel', this.description?.problems[0])
      : some(this.clients.fim);
  }

  async chat(): Promise<Outcome<ChatModel, NoModelReason>> {
    // A person waits for this answer: a failure from a while ago is looked at again first.
    if (this.inspection === undefined || this.hindrance() !== undefined) await this.detect({ again: true });
    const reason = this.hindrance();
    if (reason !== undefined && reason !== 'loadingModel') return this.none(reason);
    return this.clients.chat === undefined
      ? none('noChatModel', this.description?.problems[0])
      : some(this.clients.chat);
  }

  /** The server's own count; undefined where it has no tokenizer. */
  async countTokens(text: string): Promise<number | undefined> {
    const server = this.inspection?.server;
    if (server?.completionModel === undefined || server.fingerprint.countTokens === undefined)
      return undefined;
    return server.fingerprint.countTokens(server.completionModel, text, server.ask);
  }

  dispose(): void {
    this.closed.abort(new Error('closed'));
    this.recheck?.dispose();
  }

  private none(reason: NoModelReason): Outcome<never, NoModelReason> {
    if (this.health.mayAsk(this.ports.clock.monotonicMs())) void this.detect({ again: true });
    return none(reason, this.description?.problems[0]);
  }

  private async firstLook(): Promise<void> {
    if (this.inspection === undefined) await this.within(this.detect());
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
    if (this.inspection.server === undefined && this.setup.urls.length === 0) return 'noServer';
    const failure = this.inspection.failure ?? (this.mayAsk() ? undefined : this.health.lastFailure);
    if (failure === undefined) return undefined;
    if (failure.kind === 'unauthorized') return 'unauthorized';
    return failure.kind === 'loading' ? 'loadingModel' : 'unreachable';
  }

  private mayAsk(): boolean {
    return this.health.mayAsk(this.ports.clock.monotonicMs());
  }

  private async detectNow(): Promise<void> {
    this.recheck?.dispose();
    const inspection = await this.inspectFirstUsable();
    if (this.closed.signal.aborted) return;
    const previous = this.inspection;
    this.inspection = inspection;
    if (inspection.failure !== undefined || inspection.server === undefined) {
      this.description = inspection.description;
      this.clients = {};
      this.scheduleRecheck(inspection.failure);
      return;
    }
    this.rechecks = 0;
    this.health.succeeded();
    if (previous?.server !== undefined && sameServer(inspection, previous) && this.isComplete()) {
      // Where nothing changed, clients and gates stay: their connections are warm.
      this.inspection = { ...previous, failure: undefined };
      return;
    }
    this.description = inspection.description;
    this.use(inspection.server);
  }

  private isComplete(): boolean {
    return this.clients.chat !== undefined && this.clients.fim !== undefined;
  }

  private async inspectFirstUsable(): Promise<Inspection> {
    if (this.setup.urls.length === 0) return this.inspectThisMachine();
    const sticky = this.inspection?.server?.baseUrl;
    const order = [...this.setup.urls].sort(
      (left, right) => Number(isAt(right, sticky)) - Number(isAt(left, sticky)),
    );
    let first: Inspection | undefined;
    for (const url of order) {
      const inspection = await inspectServer(url, this.setup.wanted, this.ports);
      if (inspection.failure === undefined) return inspection;
      first ??= inspection;
    }
    return first ?? this.inspectThisMachine();
  }

  private async inspectThisMachine(): Promise<Inspection> {
    const found = await this.findLocal();
    const usable =
      found.find(
        ({ failure, description }) => failure === undefined && description.completion !== undefined,
      ) ?? found[0];
    if (usable !== undefined) return inspectServer(usable.description.url, this.setup.wanted, this.ports);
    const problem =
      'No model server was found on this machine; set "tandem.server.url" or run "Tandem: Connect to a Server".';
    return {
      description: {
        url: '',
        host: 'this machine',
        kind: 'openaiCompatible',
        version: '',
        models: [],
        problems: [problem],
      },
      failure: undefined,
      server: undefined,
    };
  }

  /** Looks again by itself, so that a server that comes back is seen without a keystroke. Not for a wrong key: that needs a person. */
  private scheduleRecheck(failure: ModelError | undefined): void {
    if (failure?.kind === 'unauthorized' && failure.facts.cause !== 'hostHeader') return;
    const pauseMs = Math.min(
      failure?.kind === 'loading' ? 2000 : 30_000,
      1000 * 2 ** Math.min(this.rechecks, 5),
    );
    this.rechecks++;
    this.recheck?.dispose();
    this.recheck = this.ports.clock.after(
      failure?.facts.retryAfterMs ?? pauseMs,
      () => void this.detect({ again: true }),
    );
  }

  private use(server: InspectedServer): void {
    this.gates = new Map();
    this.clients = {};
    const { description } = this;
    if (description?.chat !== undefined) {
      const manner = chatFamilyNamed(description.chat.family);
      const client = createChatClient(server.connection, server.fingerprint.chatDialect, manner);
      this.clients.chat = {
        client: this.guardChat(client, description.chat.model, server),
        ...described(description.chat, server),
      };
    }
    if (server.completionModel === undefined) return;
    this.proving = this.prove(server).finally(() => {
      this.proving = undefined;
      this.isLoading = false;
      this.setup.onChange();
    });
  }

  private async prove(server: InspectedServer): Promise<void> {
    if (this.inspection?.server !== server) return;
    try {
      await this.warmUp(server);
      const description = await proveInspected(this.inspection, this.ports, this.closed.signal);
      if (this.inspection.server !== server) return;
      this.description = description;
      const { completion } = description;
      if (completion === undefined) return;
      const client = createFimClient(server.connection, completion.dialect);
      this.clients.fim = {
        client: this.guardFim(client, completion.model, server),
        ...described(completion, server),
      };
      this.ports.log.info(
        `${description.host}: ${description.kind} ${description.version}, ${completion.model} by ${completion.dialect}, ${completion.verified ? 'verified' : 'not verified'}`,
      );
    } catch (failure) {
      if (isModelError(failure)) this.note(failure, server);
    }
  }

  /** Loads the model where it is known not to be in memory. One request that typing does not cancel. */
  private async warmUp(server: InspectedServer): Promise<void> {
    const model = server.completionModel;
    if (model === undefined || model.loaded !== false) return;
    this.isLoading = true;
    this.setup.onChange();
    const warmUp = server.fingerprint.warmUp?.(model.id);
    if (warmUp === undefined) return;
    const { connection } = server;
    this.ports.log.info(`${connection.host}: loading ${model.id}`);
    try {
      const response = await this.ports.fetch(connection.baseUrl + warmUp.path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(await connection.headers()) },
        body: JSON.stringify(warmUp.body),
        signal: this.closed.signal,
      });
      await response.text();
    } catch {
      // The proof that follows meets the same trouble and names it.
    }
  }

  private gate(model: string, server: InspectedServer): RequestGate {
    const known = this.gates.get(model) ?? new RequestGate(server.slots);
    this.gates.set(model, known);
    return known;
  }

  private guardFim(client: FimClient, model: string, server: InspectedServer): FimClient {
    return {
      complete: (request, signal) => {
        const characters =
          request.prompt.prefix.length +
          request.prompt.suffix.length +
          request.prompt.snippets.reduce((sum, { text }) => sum + text.length, 0);
        const order = { model, priority: 'suggestion' as const, characters };
        return this.guarded(server, order, () => client.complete(request, signal), signal);
      },
    };
  }

  private guardChat(client: ChatClient, model: string, server: InspectedServer): ChatClient {
    return {
      chat: (request, signal) => {
        const characters = request.messages.reduce((sum, { content }) => sum + content.length, 0);
        const order = { model, priority: 'chat' as const, characters };
        return this.guarded(server, order, () => client.chat(request, signal), signal);
      },
    };
  }

  private async *guarded(
    server: InspectedServer,
    order: { readonly model: string; readonly priority: Priority; readonly characters: number },
    ask: () => AnswerStream,
    signal: AbortSignal,
  ): AsyncGenerator<StreamEvent, void, undefined> {
    let turn: Disposable;
    try {
      turn = await this.gate(order.model, server).enter(order.priority, signal);
    } catch {
      yield { type: 'end', finishReason: 'cancelled', usage: {} };
      return;
    }
    this.health.begin();
    this.setup.onChange();
    try {
      for await (const event of ask()) {
        if (event.type === 'end' && event.finishReason !== 'cancelled') {
          this.health.succeeded();
          if (event.usage.tokensIn !== undefined)
            this.setup.tokens.observe(order.characters, event.usage.tokensIn);
        }
        yield event;
      }
    } catch (failure) {
      if (isModelError(failure)) this.note(failure, server);
      throw failure;
    } finally {
      turn.dispose();
      this.health.end();
      this.setup.onChange();
    }
  }

  /** Learns from a failure: health, failover, the dialect. */
  private note(failure: ModelError, server: InspectedServer): void {
    if (this.inspection?.server !== server) return;
    this.health.failed(failure, this.ports.clock.monotonicMs());
    if (failure.facts.cause === 'fimUnsupported') {
      void forgetProof(server, this.ports).then(() => this.detectAnew());
    } else if (failure.kind === 'unreachable' && this.setup.urls.length > 1) {
      void this.detectAnew();
    } else if (failure.kind === 'unreachable' || failure.kind === 'loading' || failure.kind === 'timedOut') {
      this.scheduleRecheck(failure);
    }
    this.setup.onChange();
  }

  private detectAnew(): Promise<void> {
    this.clients = {};
    return this.detect({ again: true });
  }
}

function described(
  chosen: { readonly model: string; readonly family: string; readonly contextTokens: number },
  server: InspectedServer,
): Omit<FimModel, 'client'> {
  return {
    model: chosen.model,
    family: chosen.family,
    host: server.connection.host,
    contextTokens: chosen.contextTokens,
    isDemo: server.fingerprint.isDemo === true,
  };
}

function stateOf(failure: ModelError): ServerState {
  if (failure.kind === 'unauthorized') return 'unauthorized';
  return failure.kind === 'loading' ? 'loading model' : 'unreachable';
}

function isAt(url: string, baseUrl: string | undefined): boolean {
  return baseUrl !== undefined && url.replace(/\/+$/, '').startsWith(baseUrl);
}

function sameServer(left: Inspection, right: Inspection | undefined): boolean {
  const one = left.server;
  const other = right?.server;
  return (
    one !== undefined &&
    other !== undefined &&
    one.baseUrl === other.baseUrl &&
    one.version === other.version &&
    one.completionModel?.id === other.completionModel?.id &&
    one.chatModel?.id === other.chatModel?.id
  );
}
