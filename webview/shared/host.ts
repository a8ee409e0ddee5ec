/** How does a view talk to the extension? The only file that knows acquireVsCodeApi. */

import * as z from 'zod';

import {
  messageToView,
  paramsOf,
  type Command,
  type MessageFromView,
  type Notification,
  type Request,
} from '../../src/protocol/channel.ts';

// The page's policy forbids making code from text, which zod would otherwise try.
z.config({ jitless: true });

interface VsCodeApi {
  postMessage(message: MessageFromView): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface Host {
  tell<Params>(type: Command<Params>, params: Params): void;
  /** Rejects with the host's sentence when it refuses. */
  ask<Params, Result>(type: Request<Params, Result>, params: Params): Promise<Result>;
  hear<Params>(type: Notification<Params>, listener: (params: Params) => void): void;
  /** What the view kept for its next opening, e.g. a draft. */
  recall(): unknown;
  keep(state: unknown): void;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (failure: Error) => void;
}

/** @param target where the host's messages arrive: the page's window */
export function connectHost(api: VsCodeApi = acquireVsCodeApi(), target: EventTarget = window): Host {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, (message: ReturnType<typeof messageToView.parse>) => void>();
  let nextId = 1;
  target.addEventListener('message', (event) => {
    if (!(event instanceof MessageEvent)) return;
    const read = messageToView.safeParse(event.data);
    if (!read.success) return;
    const message = read.data;
    if (message.kind === 'notification') {
      listeners.get(message.name)?.(message);
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'response') asked?.resolve(message.result);
    else asked?.reject(new Error(message.message));
  });
  return {
    tell: (type, params) => api.postMessage({ kind: 'command', name: type.name, params }),
    ask: async (type, params) => {
      const id = nextId++;
      const answered = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
      api.postMessage({ kind: 'request', id, name: type.name, params });
      return type.result.parse(await answered);
    },
    hear: (type, listener) => {
      listeners.set(type.name, (message) => {
        const read = paramsOf(type, message);
        if (read !== undefined) listener(read.params);
      });
    },
    recall: () => api.getState(),
    keep: (state) => api.setState(state),
  };
}

/** The words the host wrote into the page, over the English ones. */
export function wordsOf<Words extends Readonly<Record<string, string>>>(
  english: Words,
  page: Document,
): Words {
  let given: unknown;
  try {
    given = JSON.parse(page.body.dataset['words'] ?? '{}');
  } catch {
    return english;
  }
  if (typeof given !== 'object' || given === null) return english;
  const known = Object.entries(given).filter(
    ([key, value]) => key in english && typeof value === 'string' && value !== '',
  );
  return { ...english, ...Object.fromEntries(known) };
}

/** `{0}`, `{1}`... replaced in order. */
export function filled(words: string, ...values: readonly (string | number)[]): string {
  return words.replace(/\{(\d)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}
