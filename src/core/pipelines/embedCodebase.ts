/** How does the codebase get its vectors? In the background, behind everything a person waits for; on the team's own server only. */

import { sleep, type Clock } from '../base/clock.ts';
import type { Lines } from '../index/pieces.ts';
import type { Embedded } from '../model/embedTexts.ts';
import { isModelError } from '../model/modelError.ts';
import { asEmbedded, type EmbeddedAs } from '../server/embeddingModel.ts';
import type { AuditLog } from '../usage/auditEntry.ts';

export interface EmbeddingModel {
  readonly model: string;
  readonly host: string;
  embed(texts: readonly string[], signal: AbortSignal): Promise<Embedded>;
}

export interface EmbedStages {
  /** `undefined` where the server has no such model, or nothing may be asked now. */
  readonly embedding: () => Promise<EmbeddingModel | undefined>;
  /** A suggestion or an answer is on its way. */
  readonly isBusy: () => boolean;
  readonly estimateTokens: (text: string) => number;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly newId: () => string;
}

export interface FileToEmbed {
  readonly path: string;
  readonly stamp: string;
  readonly pieces: readonly (Lines & { readonly text: string })[];
}

export interface PieceSource {
  /** Says whose vectors are kept; those of another model are dropped. */
  begin(model: string): Promise<void>;
  /** Files without vectors, some at a time; none: all have theirs. */
  next(): Promise<readonly FileToEmbed[]>;
  put(file: FileToEmbed, vectors: readonly (readonly number[])[]): void;
}

const mostTexts = 32;
/** In UTF-16 code units; what is behind it tells little more, and small models take no more. */
const longestText = 2_000;
const busyPauseMs = 400;
const pauseMs = 60;

/** Resolves when every file has vectors, there is no model, or it failed: the next question tries again. */
export async function embedCodebase(
  stages: EmbedStages,
  source: PieceSource,
  signal: AbortSignal,
): Promise<'done' | 'noModel' | 'failed'> {
  const model = await stages.embedding();
  if (model === undefined) return 'noModel';
  await source.begin(model.model);
  for (;;) {
    const files = await source.next();
    if (files.length === 0) return 'done';
    for (const file of files) {
      const vectors: (readonly number[])[] = [];
      for (let at = 0; at < file.pieces.length; at += mostTexts) {
        while (stages.isBusy()) await sleep(stages.clock, busyPauseMs, signal);
        const texts = file.pieces.slice(at, at + mostTexts).map(({ text }) => `${file.path}\n${text}`);
        const embedded = await embed(stages, model, { texts, as: 'piece' }, signal);
        if (embedded === undefined) return 'failed';
        vectors.push(...embedded);
        await sleep(stages.clock, pauseMs, signal);
      }
      source.put(file, vectors);
    }
  }
}

/** The question's vector; `undefined` where there is none in time: words must do then. */
export async function embedQuestion(
  stages: EmbedStages,
  question: string,
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  const model = await stages.embedding();
  if (model === undefined) return undefined;
  return (await embed(stages, model, { texts: [question], as: 'question' }, signal))?.[0];
}

async function embed(
  stages: EmbedStages,
  model: EmbeddingModel,
  asked: { readonly texts: readonly string[]; readonly as: EmbeddedAs },
  signal: AbortSignal,
): Promise<Embedded['vectors'] | undefined> {
  const texts = asked.texts.map((text) => asEmbedded(model.model, text.slice(0, longestText), asked.as));
  const startedMs = stages.clock.monotonicMs();
  const record = (embedded: Embedded | undefined): Promise<void> =>
    stages.audit.record({
      time: new Date(stages.clock.now()).toISOString(),
      id: stages.newId(),
      task: 'embedding',
      route: 'local',
      host: model.host,
      model: model.model,
      reason: 'default',
      checks: [],
      redactions: [],
      tokensIn: embedded?.tokensIn ?? stages.estimateTokens(texts.join('\n')),
      tokensOut: 0,
      costUsd: 0,
      ms: Math.round(stages.clock.monotonicMs() - startedMs),
      outcome: embedded !== undefined ? 'shown' : signal.aborted ? 'cancelled' : 'failed',
    });
  try {
    const embedded = await model.embed(texts, signal);
    await record(embedded);
    return embedded.vectors;
  } catch (failure) {
    if (!signal.aborted && !isModelError(failure)) throw failure;
    await record(undefined);
    return undefined;
  }
}
