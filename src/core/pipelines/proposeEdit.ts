/** How does an instruction become a checked edit? Local model, parse, gate, one local repair, then the router. */

import type { Clock } from '../base/clock.ts';
import type { Outcome } from '../base/outcome.ts';
import type { CloudRequest, JudgeAnswer } from '../cloud/cloudDoor.ts';
import { AnswerParser } from '../edit/AnswerParser.ts';
import { applyParts, type ApplyReason } from '../edit/applyAnswer.ts';
import { applyToRegion, type Region } from '../edit/applyToRegion.ts';
import { refusesInput } from '../edit/editableInput.ts';
import { regionLinesSoFar } from '../edit/streamedLines.ts';
import type { CheckResult, GateCase, Verdict } from '../gate/verdict.ts';
import { isModelError } from '../model/modelError.ts';
import type { AnswerStream, ChatMessage, FinishReason, TokenUsage } from '../model/stream.ts';
import {
  editPrompt,
  editRepairMessages,
  type EditContextPiece,
  type EditFormat,
  type EditPrompt,
} from '../prompt/editPrompt.ts';
import type { Route } from '../router/route.ts';
import type { ChatModel, LocalModels } from '../server/localModels.ts';
import type { AuditLog, AuditOutcome } from '../usage/auditEntry.ts';
import type { Agree, RouteFacts } from './answerTurn.ts';
import type { AskCloudRefusal, CloudAnswer } from './askCloud.ts';

export interface EditStages {
  readonly models: Pick<LocalModels, 'chat' | 'estimateTokens'>;
  readonly judge: (edit: GateCase, signal: AbortSignal) => Promise<Verdict>;
  /** The router, with what it must know beside these facts already in place. */
  readonly route: (facts: RouteFacts) => Route | Promise<Route>;
  /** What the local model is told when its answer failed. */
  readonly repairInstruction: (verdict: Verdict) => string;
  /** The pipeline askCloud, with its door in place. */
  readonly askCloud: (
    request: CloudRequest,
    options: { readonly agree: Agree; readonly judge?: JudgeAnswer },
    signal: AbortSignal,
  ) => Promise<Outcome<CloudAnswer, AskCloudRefusal>>;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly newId: () => string;
}

export interface EditTask {
  /** One edit with all its repairs and its cloud answer. */
  readonly editId: string;
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  /** Whole lines. */
  readonly region: Region;
  readonly instruction: string;
  readonly context: readonly EditContextPiece[];
  /** The file itself never goes to the cloud. */
  readonly staysLocal: boolean;
  /** `cloud`: the person asked for it. `repair`: try once more here, with what failed. */
  readonly start: 'local' | 'repair' | 'cloud';
  readonly previous?: { readonly verdict: Verdict; readonly answer: string };
  readonly agree: Agree;
}

/** What was proposed: the whole text after the edit, and what the checks said about it. */
export interface EditProposal {
  readonly auditId: string;
  readonly after: string;
  readonly verdict: Verdict;
  readonly answer: string;
  readonly route: 'local' | 'cloud';
  readonly model: string;
  readonly host: string;
  readonly isDemo: boolean;
}

export type EditFailure =
  | ApplyReason
  | AskCloudRefusal
  | 'tooLong'
  | 'noServer'
  | 'unreachable'
  | 'unauthorized'
  | 'loadingModel'
  | 'noFimModel'
  | 'noChatModel'
  | 'paused'
  | 'rateLimited'
  | 'timedOut'
  | 'modelMissing'
  | 'loading'
  | 'protocol';

export type EditEvent =
  | {
      readonly type: 'started';
      readonly attempt: 'first' | 'repair' | 'cloud';
      readonly route: 'local' | 'cloud';
      readonly model: string;
      readonly host: string;
      readonly isDemo: boolean;
      readonly format: EditFormat;
      readonly leftOut: readonly string[];
    }
  /** Further complete lines of the rewritten region. */
  | { readonly type: 'lines'; readonly lines: readonly string[] }
  /** The whole text with the blocks that are complete so far. */
  | { readonly type: 'partial'; readonly text: string }
  /** `next` is `ask` where the person may send it to the cloud; the proposal waits for that. */
  | { readonly type: 'proposed'; readonly proposal: EditProposal; readonly next: Route }
  /** No text can be offered. `next` as above. */
  | {
      readonly type: 'failed';
      readonly reason: EditFailure;
      readonly detail?: string;
      readonly host?: string;
      readonly verdict?: Verdict;
      readonly answer?: string;
      readonly next?: Route;
    }
  | { readonly type: 'cancelled' };

/** The last event is `proposed`, `failed` or `cancelled`. Leaving the loop or aborting closes the connection. */
export async function* proposeEdit(
  stages: EditStages,
  task: EditTask,
  signal: AbortSignal,
): AsyncGenerator<EditEvent, void> {
  const refused = refusesInput(task.text);
  if (refused !== undefined) {
    yield failure(refused);
    return;
  }
  if (task.start === 'cloud') {
    yield* cloudEdit(stages, task, task.previous?.verdict, signal);
    return;
  }
  const model = await stages.models.chat();
  if (!model.ok) {
    yield failure(model);
    return;
  }
  yield* localEdit(stages, task, model.value, signal);
}

async function* localEdit(
  stages: EditStages,
  task: EditTask,
  model: ChatModel,
  signal: AbortSignal,
): AsyncGenerator<EditEvent, void> {
  let previous = task.start === 'repair' ? task.previous : undefined;
  for (let repairs = 0; ; repairs++) {
    const prompt = promptFor(stages, task, model, previous === undefined ? undefined : 'region');
    if (!prompt.ok) {
      yield failure(prompt, model.host);
      return;
    }
    const messages =
      previous === undefined
        ? prompt.value.messages
        : editRepairMessages(prompt.value, previous.answer, stages.repairInstruction(previous.verdict));
    const reason = previous === undefined ? 'default' : (previous.verdict.failed[0]?.name ?? 'default');
    yield started(model, prompt.value, previous === undefined ? 'first' : 'repair');
    const attempt = yield* localAttempt(
      stages,
      task,
      { model, prompt: prompt.value, messages, reason },
      signal,
    );
    if (attempt === undefined) return;
    const next = await stages.route({
      conversationId: task.editId,
      verdict: attempt.verdict,
      answeredBy: 'local',
      userAsksCloud: false,
      localOnlyPaths: localOnly(task, prompt.value),
      repairs,
      canRepair: task.start === 'local' && repairs === 0,
      consented: false,
    });
    if (next.decision === 'repair') {
      previous = { verdict: attempt.verdict, answer: attempt.answer };
      continue;
    }
    yield attempt.event(next);
    // The policy is the consent here: nobody is asked again.
    const consented = { ...task, agree: () => Promise.resolve(true) };
    if (next.decision === 'escalate') yield* cloudEdit(stages, consented, attempt.verdict, signal);
    return;
  }
}

interface LocalAsk {
  readonly model: ChatModel;
  readonly prompt: EditPrompt;
  readonly messages: readonly ChatMessage[];
  readonly reason: string;
}

interface Attempt {
  readonly verdict: Verdict;
  readonly answer: string;
  readonly event: (next: Route) => EditEvent;
}

async function* localAttempt(
  stages: EditStages,
  task: EditTask,
  ask: LocalAsk,
  signal: AbortSignal,
): AsyncGenerator<EditEvent, Attempt | undefined> {
  const auditId = stages.newId();
  const startedMs = stages.clock.monotonicMs();
  const { model, prompt } = ask;
  const stream = model.client.chat(
    { model: model.model, messages: ask.messages, maxTokens: prompt.maxTokens },
    signal,
  );
  const read = yield* readAnswer(stream, new Progress(task), stages.clock, signal);
  const ms = stages.clock.monotonicMs() - startedMs;
  const record = (outcome: AuditOutcome, checks: readonly CheckResult[] = []): Promise<void> =>
    stages.audit.record({
      time: new Date(stages.clock.now()).toISOString(),
      id: auditId,
      task: 'edit',
      route: 'local',
      host: model.host,
      model: model.model,
      reason: ask.reason,
      checks: checks.map(({ name, passed }) => ({ name, passed })),
      redactions: [],
      tokensIn: read.usage.tokensIn ?? prompt.tokens,
      tokensOut: read.usage.tokensOut ?? stages.models.estimateTokens(read.text),
      costUsd: 0,
      ms: Math.round(ms),
      outcome,
      language: task.languageId,
      ...(read.firstTextMs === undefined ? {} : { firstTokenMs: Math.round(read.firstTextMs - startedMs) }),
    });
  if (signal.aborted || read.finishReason === 'cancelled') {
    await record('cancelled');
    yield { type: 'cancelled' };
    return undefined;
  }
  if (read.problem !== undefined) {
    await record('failed');
    yield { ...read.problem, host: model.host };
    return undefined;
  }
  const proposal = {
    auditId,
    route: 'local',
    model: model.model,
    host: model.host,
    isDemo: model.isDemo,
  } as const;
  const judged = await judgeAnswer(stages, task, read, signal);
  await record(judged.verdict.passed ? 'shown' : 'withheld', judged.verdict.results);
  return {
    verdict: judged.verdict,
    answer: read.text,
    event: (next) => eventOf(judged, read.text, proposal, next),
  };
}

/** Through the door: preview, consent, send, check. The door keeps the audit line of what it sent. */
async function* cloudEdit(
  stages: EditStages,
  task: EditTask,
  verdict: Verdict | undefined,
  signal: AbortSignal,
): AsyncGenerator<EditEvent, void> {
  const context = task.context.filter((piece) => piece.staysLocal !== true);
  const prompt = promptFor(
    stages,
    { ...task, context },
    { family: 'cloud', contextTokens: cloudContextTokens },
  );
  if (!prompt.ok) {
    yield failure(prompt);
    return;
  }
  let judged: Judged | undefined;
  const asked = await stages.askCloud(
    cloudRequest(task, prompt.value, verdict),
    {
      agree: task.agree,
      judge: async (answer) => {
        judged = await judgeAnswer(stages, task, answer, signal);
        return judged.verdict.passed ? 'shown' : 'withheld';
      },
    },
    signal,
  );
  if (!asked.ok) {
    yield failure(asked);
    return;
  }
  const { preview, stream } = asked.value;
  const where = { route: 'cloud', model: preview.model, host: preview.host, isDemo: false } as const;
  yield {
    type: 'started',
    attempt: 'cloud',
    ...where,
    format: prompt.value.format,
    leftOut: prompt.value.leftOut,
  };
  const read = yield* readAnswer(stream, new Progress(task), stages.clock, signal);
  if (signal.aborted || read.finishReason === 'cancelled') {
    yield { type: 'cancelled' };
    return;
  }
  if (read.problem !== undefined) {
    yield { ...read.problem, host: preview.host };
    return;
  }
  judged ??= await judgeAnswer(stages, task, read, signal);
  const next = await stages.route({
    conversationId: task.editId,
    verdict: judged.verdict,
    answeredBy: 'cloud',
    userAsksCloud: false,
    localOnlyPaths: [],
    repairs: 1,
    canRepair: false,
    consented: true,
  });
  yield eventOf(judged, read.text, { auditId: preview.id, ...where }, next);
}

/** Frontier models take at least this; more context costs more than one edit should. */
const cloudContextTokens = 64_000;

/** The request the cloud would get for this edit; also what its preview shows. */
function cloudRequest(task: EditTask, prompt: EditPrompt, verdict: Verdict | undefined): CloudRequest {
  return {
    task: 'edit',
    reason: verdict?.failed[0]?.name ?? 'userOptIn',
    checks: verdict?.results ?? [],
    messages: prompt.messages,
    paths: prompt.paths,
    maxTokens: prompt.maxTokens,
    conversationId: task.editId,
    language: task.languageId,
  };
}

interface Read {
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly usage: TokenUsage;
  readonly firstTextMs: number | undefined;
  readonly problem: Extract<EditEvent, { type: 'failed' }> | undefined;
}

async function* readAnswer(
  stream: AnswerStream,
  progress: Progress,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<EditEvent, Read> {
  const texts: string[] = [];
  let finishReason: FinishReason = 'unknown';
  let usage: TokenUsage = {};
  let firstTextMs: number | undefined;
  let problem: Read['problem'];
  try {
    for await (const event of stream) {
      if (event.type === 'end') {
        ({ finishReason, usage } = event);
        break;
      }
      if (event.type === 'reasoning') continue;
      firstTextMs ??= clock.monotonicMs();
      texts.push(event.text);
      const shown = progress.push(event.text);
      if (shown !== undefined) yield shown;
    }
  } catch (thrown) {
    if (signal.aborted) finishReason = 'cancelled';
    else if (!isModelError(thrown)) throw thrown;
    else {
      const { detail } = thrown.facts;
      problem = { type: 'failed', reason: thrown.kind, ...(detail === undefined ? {} : { detail }) };
    }
  }
  return { text: texts.join(''), finishReason, usage, firstTextMs, problem };
}

/** Turns chunks into what the editor can show: new lines of the region, or the text with the blocks so far. */
class Progress {
  private readonly parser = new AnswerParser();
  private readonly task: EditTask;
  private shownLines = 0;
  private shownBlocks = 0;

  constructor(task: EditTask) {
    this.task = task;
  }

  push(chunk: string): EditEvent | undefined {
    this.parser.push(chunk);
    if (!chunk.includes('\n')) return undefined;
    const blocks = this.parser.parts.filter((part) => part.kind === 'block');
    if (blocks.length > this.shownBlocks) {
      this.shownBlocks = blocks.length;
      const applied = applyParts(this.task.text, blocks, { path: this.task.path });
      return applied.ok ? { type: 'partial', text: applied.value } : undefined;
    }
    if (blocks.length > 0) return undefined;
    const lines = regionLinesSoFar(this.parser.open, this.parser.parts);
    if (lines.length <= this.shownLines) return undefined;
    const fresh = lines.slice(this.shownLines);
    this.shownLines = lines.length;
    return { type: 'lines', lines: fresh };
  }
}

interface Judged {
  readonly verdict: Verdict;
  readonly after: string | undefined;
  readonly reason: ApplyReason | undefined;
}

async function judgeAnswer(
  stages: EditStages,
  task: EditTask,
  answer: { readonly text: string; readonly finishReason: FinishReason },
  signal: AbortSignal,
): Promise<Judged> {
  const applied = applyToRegion(task.text, task.region, answer.text, {
    path: task.path,
    finished: answer.finishReason === 'stop',
  });
  if (!applied.ok) {
    return { verdict: formatVerdict(applied.reason), after: undefined, reason: applied.reason };
  }
  const verdict = await stages.judge(
    {
      task: 'edit',
      path: task.path,
      languageId: task.languageId,
      before: task.text,
      after: applied.value,
      instruction: task.instruction,
      finishReason: answer.finishReason,
      requestedRange: task.region,
    },
    signal,
  );
  return { verdict, after: applied.value, reason: undefined };
}

/** An answer that can't be applied fails one check of its own, named like the reason. */
function formatVerdict(reason: ApplyReason): Verdict {
  const name =
    reason === 'elided'
      ? 'lazyElision'
      : reason === 'truncated'
        ? 'truncated'
        : reason === 'unchanged'
          ? 'unchanged'
          : 'editFormat';
  const result: CheckResult = {
    name,
    passed: false,
    ms: 0,
    evidence: { message: applyFailureSentence(reason) },
  };
  return { passed: false, results: [result], failed: [result] };
}

/** Told to the model, so in plain English; the editor has its own words for people. */
function applyFailureSentence(reason: ApplyReason): string {
  switch (reason) {
    case 'noMatch':
      return 'the SEARCH lines were not found in the code.';
    case 'ambiguous':
      return 'the SEARCH lines stand in the code more than once.';
    case 'elided':
      return 'code was left out and replaced by a comment.';
    case 'truncated':
      return 'the answer ended before it was complete.';
    case 'unchanged':
      return 'the answer changes nothing.';
    case 'noCode':
      return 'the answer holds no code.';
    case 'markersLeft':
      return 'markers of the answer format were left in the code.';
    default:
      return 'the answer is not in the form that was asked for.';
  }
}

function eventOf(
  judged: Judged,
  answer: string,
  where: Omit<EditProposal, 'after' | 'verdict' | 'answer'>,
  next: Route,
): EditEvent {
  const { verdict, after } = judged;
  if (after === undefined) {
    return { type: 'failed', reason: judged.reason ?? 'noCode', verdict, answer, host: where.host, next };
  }
  return { type: 'proposed', proposal: { ...where, after, verdict, answer }, next };
}

function promptFor(
  stages: EditStages,
  task: EditTask,
  model: { readonly family: string; readonly contextTokens: number },
  format?: EditFormat,
): Outcome<EditPrompt, 'tooLong'> {
  const input = {
    family: model.family,
    path: task.path,
    languageId: task.languageId,
    text: task.text,
    region: task.region,
    instruction: task.instruction,
    context: task.context,
    contextTokens: model.contextTokens,
    estimateTokens: (text: string) => stages.models.estimateTokens(text),
  };
  if (format === undefined) return editPrompt(input);
  const asked = editPrompt({ ...input, format });
  // A region too long to be written whole can still be repaired with blocks.
  return asked.ok ? asked : editPrompt(input);
}

function localOnly(task: EditTask, prompt: EditPrompt): readonly string[] {
  return [...(task.staysLocal ? [task.path] : []), ...prompt.stayLocalPaths];
}

function started(model: ChatModel, prompt: EditPrompt, attempt: 'first' | 'repair'): EditEvent {
  const { host, isDemo } = model;
  return {
    type: 'started',
    attempt,
    route: 'local',
    model: model.model,
    host,
    isDemo,
    format: prompt.format,
    leftOut: prompt.leftOut,
  };
}

function failure(
  missing: { readonly reason: EditFailure; readonly detail?: string },
  host?: string,
): EditEvent {
  return {
    type: 'failed',
    reason: missing.reason,
    ...(missing.detail === undefined ? {} : { detail: missing.detail }),
    ...(host === undefined ? {} : { host }),
  };
}
