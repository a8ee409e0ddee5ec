/** The completion pipeline as the extension has it, without an editor: a server by URL, the gate, no cloud. */

import { randomUUID } from 'node:crypto';

import type { Clock } from '../../../src/core/base/clock.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import type { Fetch } from '../../../src/core/base/ports.ts';
import type { DocumentSnapshot } from '../../../src/core/context/document.ts';
import { completionSources } from '../../../src/core/context/completionSources.ts';
import { createGate } from '../../../src/core/gate/gate.ts';
import { createSyntax } from '../../../src/core/gate/syntax/syntax.ts';
import { completionStages, type CompletionStages } from '../../../src/core/pipelines/completionStages.ts';
import { createLocalModels } from '../../../src/core/pipelines/localModels.ts';
import { phraseFim } from '../../../src/core/prompt/fim/phraseFim.ts';
import { languageOf } from '../../../src/core/gate/language/languages.ts';
import { nodeSyntaxPorts } from '../nodeSyntax.ts';
import { scriptPorts } from './detect.ts';

export interface SentRequest {
  readonly url: string;
  readonly body: unknown;
}

export interface HeadlessCompletion {
  readonly stages: CompletionStages;
  /** Every request to the model, in order. */
  readonly sent: readonly SentRequest[];
  dispose(): void;
}

/** Waits until the server was looked at, so that figures are those of suggestions and not of detection. */
export async function headlessCompletion(
  server: string,
  openDocuments: () => readonly DocumentSnapshot[],
): Promise<HeadlessCompletion> {
  const sent: SentRequest[] = [];
  const ports = scriptPorts();
  const watchedFetch: Fetch = (input, init) => {
    if (init?.method === 'POST' && init.body !== undefined)
      sent.push({ url: input, body: parsed(init.body) });
    return ports.fetch(input, init);
  };
  const models = createLocalModels({
    ...ports,
    clock: unreferenced(ports.clock),
    fetch: watchedFetch,
    settings: () => ({
      'server.url': server,
      'completion.url': '',
      'completion.model': '',
      'chat.url': '',
      'chat.model': '',
    }),
    onDidChangeSettings: () => ({ dispose: () => undefined }),
  });
  await models.fim();
  sent.length = 0;
  const syntax = createSyntax(nodeSyntaxPorts);
  const clock = unreferenced(ports.clock);
  const gate = createGate({ clock, syntax });
  const stages = completionStages({
    clock,
    log: silentLog,
    newId: () => randomUUID(),
    models,
    phrase: phraseFim,
    judge: (judged, signal) => gate.judge(judged, signal),
    prepareJudge: (path, languageId) => gate.prepare(path, languageId),
    audit: { record: () => Promise.resolve() },
    sources: completionSources({ recent: openDocuments, edits: () => [] }),
    allows: () => true,
  });
  return {
    stages,
    sent,
    dispose: () => {
      models.dispose();
      syntax.dispose();
    },
  };
}

export function snapshotOf(path: string, text: string, languageId?: string): DocumentSnapshot {
  const uri = `file:///${path.replace(/^\/+/, '')}`;
  return { uri, path, languageId: languageId ?? languageOf(path, '')?.id ?? 'plaintext', version: 1, text };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** A late note in a log keeps no process alive. */
function unreferenced(clock: Clock): Clock {
  return {
    ...clock,
    after(delayMs, callback) {
      if (delayMs < 10_000) return clock.after(delayMs, callback);
      const timer = setTimeout(callback, delayMs);
      timer.unref();
      return { dispose: () => clearTimeout(timer) };
    },
  };
}
