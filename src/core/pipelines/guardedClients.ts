/** How is each request to a server let in, watched and learned from? */

import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import { isModelError, type ModelError } from '../model/modelError.ts';
import { requestText } from '../model/tools.ts';
import type { AnswerStream, ChatClient, FimClient, StreamEvent } from '../model/stream.ts';
import { RequestGate, type Priority } from '../server/requestGate.ts';

export interface RequestOrder {
  readonly model: string;
  readonly priority: Priority;
  /** Of the prompt, for the estimate of tokens. */
  readonly characters: number;
}

export interface RequestWatcher {
  readonly clock: Clock;
  /** Requests that one model answers at the same time. */
  readonly slots: number;
  began(order: RequestOrder): void;
  /** Why a prompt of this text and room for the answer can't be taken whole; asked before anything is sent. */
  excess(
    order: RequestOrder,
    prompt: { readonly text: string; readonly maxTokens: number },
  ): Promise<ModelError | undefined>;
  /** The first event came. */
  answering(order: RequestOrder): void;
  succeeded(order: RequestOrder, tokensIn: number | undefined): void;
  failed(failure: ModelError, order: RequestOrder): void;
  /** Given up by the asker after a long silence. */
  abandoned(order: RequestOrder): void;
  ended(): void;
}

/** Silence after which an abandoned request raises a doubt about the server. */
const suspiciousSilenceMs = 2500;

/** Clients of one server: they share its places, suggestions first, and report what happens to the watcher. */
export class GuardedClients {
  private readonly watcher: RequestWatcher;
  private readonly gates = new Map<string, RequestGate>();

  constructor(watcher: RequestWatcher) {
    this.watcher = watcher;
  }

  fim(client: FimClient, model: string): FimClient {
    return {
      complete: (request, signal) => {
        const { prefix, suffix, snippets } = request.prompt;
        const characters = snippets.reduce(
          (sum, { text }) => sum + text.length,
          prefix.length + suffix.length,
        );
        const order: RequestOrder = { model, priority: 'suggestion', characters };
        return this.guarded(order, () => client.complete(request, signal), signal);
      },
    };
  }

  chat(client: ChatClient, model: string): ChatClient {
    return {
      chat: (request, signal) => {
        const text = requestText(request);
        const order: RequestOrder = { model, priority: 'chat', characters: text.length };
        const excess = (): Promise<ModelError | undefined> =>
          this.watcher.excess(order, { text, maxTokens: request.maxTokens });
        return this.fitting(excess, () => this.guarded(order, () => client.chat(request, signal), signal));
      },
    };
  }

  /** A prompt that the server would cut silently, or refuse after reading it all, is not sent. */
  private async *fitting(
    excess: () => Promise<ModelError | undefined>,
    ask: () => AnswerStream,
  ): AsyncGenerator<StreamEvent, void, undefined> {
    const failure = await excess();
    if (failure !== undefined) throw failure;
    yield* ask();
  }

  private async *guarded(
    order: RequestOrder,
    ask: () => AnswerStream,
    signal: AbortSignal,
  ): AsyncGenerator<StreamEvent, void, undefined> {
    let turn: Disposable;
    try {
      turn = await this.gate(order.model).enter(order.priority, signal);
    } catch {
      yield { type: 'end', finishReason: 'cancelled', usage: {} };
      return;
    }
    const { watcher } = this;
    const sentMs = watcher.clock.monotonicMs();
    let isSilent = true;
    watcher.began(order);
    try {
      for await (const event of ask()) {
        const isEnd = event.type === 'end';
        const isCancelled = isEnd && event.finishReason === 'cancelled';
        if (isCancelled && isSilent && watcher.clock.monotonicMs() - sentMs > suspiciousSilenceMs) {
          watcher.abandoned(order);
        }
        if (isSilent && !isCancelled) watcher.answering(order);
        isSilent = false;
        if (isEnd && !isCancelled) watcher.succeeded(order, event.usage.tokensIn);
        yield event;
      }
    } catch (failure) {
      if (isModelError(failure)) watcher.failed(failure, order);
      throw failure;
    } finally {
      turn.dispose();
      watcher.ended();
    }
  }

  private gate(model: string): RequestGate {
    const known = this.gates.get(model) ?? new RequestGate(this.watcher.slots);
    this.gates.set(model, known);
    return known;
  }
}
