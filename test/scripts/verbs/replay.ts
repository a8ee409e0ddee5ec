/** `replay --server URL < trace.jsonl`: editing played in real time through the completion pipeline. */

import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';

import type { Outcome } from '../../../src/core/base/outcome.ts';
import type { Suggestion, WithheldReason } from '../../../src/core/pipelines/suggestion.ts';
import { EditingSession } from '../replay/editingSession.ts';
import { UsageError } from '../usageError.ts';
import { headlessCompletion, snapshotOf, type HeadlessCompletion } from './headlessCompletion.ts';

const place = { t: z.number().min(0), path: z.string() };
const stepShape = z.discriminatedUnion('op', [
  z.object({ ...place, op: z.literal('open'), text: z.string(), language: z.string().optional() }),
  z.object({ ...place, op: z.literal('insert'), offset: z.number().int().min(0), text: z.string() }),
  z.object({
    ...place,
    op: z.literal('delete'),
    offset: z.number().int().min(0),
    length: z.number().int().min(0),
  }),
  z.object({ ...place, op: z.literal('cursor'), offset: z.number().int().min(0) }),
  z.object({ ...place, op: z.literal('accept') }),
  z.object({ ...place, op: z.literal('close') }),
]);
type Step = z.infer<typeof stepShape>;

/** After the last step, what is on its way may still arrive. */
const settleMs = 3_000;

export async function run(
  args: string[],
  input: AsyncIterable<Buffer> | NodeJS.ReadStream,
  print: (value: unknown) => void,
): Promise<void> {
  const at = args.indexOf('--server');
  const server = at === -1 ? args.find((arg) => arg.startsWith('--server='))?.slice(9) : args[at + 1];
  if (server === undefined) throw new UsageError('replay needs --server URL and a trace on standard input.');
  const steps = await readTrace(input);
  const player = new TracePlayer(print);
  const headless = await headlessCompletion(server, () => player.openDocuments());
  try {
    await player.play(steps, headless);
  } finally {
    headless.stages.flights.cancelAll();
    headless.dispose();
  }
}

async function readTrace(input: AsyncIterable<Buffer> | NodeJS.ReadStream): Promise<Step[]> {
  const steps: Step[] = [];
  let row = 0;
  for await (const line of createInterface({ input: Readable.from(input), crlfDelay: Infinity })) {
    row++;
    if (line.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new UsageError(`Line ${row} of the trace is not JSON.`);
    }
    const step = stepShape.safeParse(value);
    if (!step.success)
      throw new UsageError(`Line ${row} of the trace: ${step.error.issues[0]?.message ?? 'not a step'}.`);
    steps.push(step.data);
  }
  return steps.sort((a, b) => a.t - b.t);
}

interface Totals {
  keystrokes: number;
  requested: number;
  cancelled: number;
  offered: number;
  reused: number;
  withheld: number;
  accepted: number;
  acceptedCharacters: number;
  flickers: number;
}

const editorWaitsMs = 50;

function shownAt(readyMs: number | null): number | null {
  return readyMs === null ? null : Math.max(editorWaitsMs, readyMs);
}

/** A step that comes this soon belongs to the same key. */
const sameKeyMs = 5;

/**
 * Where an insertion leaves the cursor, by what follows it in the trace: auto-closing and auto-indentation leave it
 * inside the text, where the next edit happens. `undefined`: behind the text.
 */
function cursorAfterInsert(steps: readonly Step[], index: number): number | undefined {
  const step = steps[index];
  if (step?.op !== 'insert' || step.text.length < 2) return undefined;
  const next = steps.slice(index + 1).find(({ path }) => path === step.path);
  if (next === undefined || next.op === 'open' || next.op === 'accept' || next.op === 'close')
    return undefined;
  if (next.op === 'cursor' && next.t - step.t > sameKeyMs) return undefined;
  const at = next.op === 'delete' ? next.offset + next.length : next.offset;
  const isInside = at > step.offset && at <= step.offset + step.text.length;
  return isInside ? at : undefined;
}

class TracePlayer {
  private readonly print: (value: unknown) => void;
  private readonly sessions = new Map<string, EditingSession>();
  private readonly totals: Totals = {
    keystrokes: 0,
    requested: 0,
    cancelled: 0,
    offered: 0,
    reused: 0,
    withheld: 0,
    accepted: 0,
    acceptedCharacters: 0,
    flickers: 0,
  };
  private readonly readyMs: number[] = [];
  private readonly pending = new Set<Promise<void>>();
  /** Requests whose answer was on screen before. */
  private readonly seen = new Set<string>();
  private startedMs = 0;

  constructor(print: (value: unknown) => void) {
    this.print = print;
  }

  openDocuments(): EditingSession['document'][] {
    return [...this.sessions.values()].map(({ document }) => document);
  }

  async play(steps: readonly Step[], headless: HeadlessCompletion): Promise<void> {
    this.startedMs = performance.now();
    const events = headless.stages.events.event((event) => {
      if (event.event === 'requested') this.tell('requested', { ahead: event.ahead });
      else if (event.event === 'cancelled') this.tell('cancelled', {});
      else if (event.event === 'failed') this.tell('withheld', { reason: event.reason });
    });
    for (const [index, step] of steps.entries()) {
      const leftMs = step.t - this.now();
      if (leftMs > 0) await wait(leftMs);
      this.perform(step, headless, step.op === 'insert' ? cursorAfterInsert(steps, index) : undefined);
    }
    await Promise.race([Promise.all(this.pending), wait(settleMs)]);
    events.dispose();
    const sorted = [...this.readyMs].sort((a, b) => a - b);
    const figure = (share: number): number | null => sorted[Math.floor(share * sorted.length)] ?? null;
    this.print({
      event: 'totals',
      ...this.totals,
      ms: Math.round(this.now()),
      offeredMsP50: figure(0.5),
      offeredMsP90: figure(0.9),
      // VS Code asks for suggestions some 50 ms after a change: what is ready earlier is shown then.
      shownMsP50: shownAt(figure(0.5)),
      shownMsP90: shownAt(figure(0.9)),
    });
  }

  private perform(step: Step, headless: HeadlessCompletion, cursorAt: number | undefined): void {
    const session = this.sessions.get(step.path);
    if (step.op === 'open') {
      const document = snapshotOf(step.path, step.text, step.language);
      this.sessions.set(step.path, new EditingSession(headless.stages, this.listener(), document));
      return;
    }
    if (session === undefined) return;
    switch (step.op) {
      case 'insert':
        this.totals.keystrokes++;
        this.keep(session.insert(step.offset, step.text, cursorAt));
        break;
      case 'delete':
        this.totals.keystrokes++;
        this.keep(session.delete(step.offset, step.length));
        break;
      case 'cursor':
        session.moveTo(step.offset);
        break;
      case 'accept': {
        const { ghost } = session;
        if (ghost === undefined) break;
        this.totals.acceptedCharacters += ghost.text.length;
        this.tell('accepted', { text: ghost.text });
        this.keep(session.accept() ?? Promise.resolve());
        break;
      }
      case 'close':
        session.close();
        this.sessions.delete(step.path);
    }
  }

  private listener(): ConstructorParameters<typeof EditingSession>[1] {
    return {
      answered: (outcome, ms) => this.answered(outcome, ms),
      grew: (outcome, ms) => {
        if (outcome.ok) this.answered(outcome, ms);
      },
      flickered: () => {
        this.totals.flickers++;
      },
    };
  }

  private answered(outcome: Outcome<Suggestion, WithheldReason>, ms: number): void {
    const rounded = Math.round(ms * 10) / 10;
    if (!outcome.ok) {
      // A keystroke that the next one overtook has no answer of its own.
      if (outcome.reason !== 'superseded') this.tell('withheld', { ms: rounded, reason: outcome.reason });
      return;
    }
    const { origin, insertion } = outcome.value;
    const isFresh = !this.seen.has(outcome.value.id);
    this.seen.add(outcome.value.id);
    if (isFresh) this.readyMs.push(rounded);
    this.tell(isFresh ? 'offered' : 'reused', { ms: rounded, text: insertion.text, reason: origin });
  }

  private tell(
    event: 'requested' | 'cancelled' | 'offered' | 'withheld' | 'reused' | 'accepted',
    more: object,
  ): void {
    this.totals[event]++;
    this.print({ t: Math.round(this.now() * 10) / 10, event, ...more });
  }

  private keep(work: Promise<void>): void {
    this.pending.add(work);
    void work.finally(() => this.pending.delete(work));
  }

  private now(): number {
    return performance.now() - this.startedMs;
  }
}
