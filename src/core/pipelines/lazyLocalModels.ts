/** The team's models without their weight: detection and clients are read after activation, or when first asked for. */

import { Disposables } from '../base/disposables.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import type { Outcome } from '../base/outcome.ts';
import type { ChatModel, FimModel, NoModelReason } from '../server/localModels.ts';
import type { PullProgress } from '../server/pullModel.ts';
import type { ServerDescription, ServerState } from '../server/serverDescription.ts';
import type { EmbeddingModel } from './embedCodebase.ts';
import type { LocalModelsPorts, Looked, ManagedLocalModels } from './localModels.ts';
import { TokenEstimate } from './tokenEstimate.ts';

/** Until they are read the state is `offline` (or `paused`) and nothing is described. */
export function lazyLocalModels(ports: LocalModelsPorts): ManagedLocalModels {
  return new LazyLocalModels(ports);
}

class LazyLocalModels implements ManagedLocalModels {
  private readonly ports: LocalModelsPorts;
  private readonly held = new Disposables();
  private readonly changed = this.held.add(new Emitter<ServerState>());
  private readonly tokens = new TokenEstimate();
  private models: ManagedLocalModels | undefined;
  private reading: Promise<ManagedLocalModels> | undefined;
  private isPaused = false;

  readonly onDidChangeState: Event<ServerState> = this.changed.event;

  constructor(ports: LocalModelsPorts) {
    this.ports = ports;
  }

  get state(): ServerState {
    return this.models?.state ?? (this.isPaused ? 'paused' : 'offline');
  }

  start(): void {
    this.read().then(
      (models) => {
        if (!this.held.isDisposed) models.start();
      },
      (failure: unknown) => this.ports.log.error(String(failure)),
    );
  }

  async fim(): Promise<Outcome<FimModel, NoModelReason>> {
    return (this.models ?? (await this.read())).fim();
  }

  async chat(): Promise<Outcome<ChatModel, NoModelReason>> {
    return (await this.read()).chat();
  }

  embedding(): EmbeddingModel | undefined {
    return this.models?.embedding();
  }

  describe(): readonly ServerDescription[] {
    return this.models?.describe() ?? [];
  }

  estimateTokens(text: string): number {
    return this.models?.estimateTokens(text) ?? this.tokens.estimate(text);
  }

  async refresh(): Promise<void> {
    await (await this.read()).refresh();
  }

  setPaused(paused: boolean): void {
    if (paused === this.isPaused) return;
    this.isPaused = paused;
    if (this.models === undefined) this.changed.fire(this.state);
    else this.models.setPaused(paused);
  }

  async look(url: string, signal: AbortSignal): Promise<Looked> {
    return (await this.read()).look(url, signal);
  }

  async findOnThisMachine(): Promise<readonly ServerDescription[]> {
    return (await this.read()).findOnThisMachine();
  }

  async pull(
    url: string,
    model: string,
    onProgress: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    await (await this.read()).pull(url, model, onProgress, signal);
  }

  dispose(): void {
    this.held.dispose();
  }

  private read(): Promise<ManagedLocalModels> {
    this.reading ??= import('./localModels.ts').then(({ createLocalModels }) => {
      const models = createLocalModels(this.ports);
      if (this.held.isDisposed) models.dispose();
      else this.held.add(models);
      models.setPaused(this.isPaused);
      models.onDidChangeState((state) => this.changed.fire(state));
      this.models = models;
      return models;
    });
    return this.reading;
  }
}
