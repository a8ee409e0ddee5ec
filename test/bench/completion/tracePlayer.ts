/** Who types the plan into an editor, and what does the person see meanwhile? */

import { sleep, type Clock } from '../../../src/core/base/clock.ts';
import type { EditingSession } from '../../scripts/replay/editingSession.ts';
import type { PeerSession } from './peerSession.ts';
import type { TracePlan } from './playTrace.ts';
import { seeded } from './random.ts';
import type { TraceFigures } from './traceFigures.ts';
import { typeHole, type TypistStep } from './typist.ts';

export interface Watching {
  /** Told before each step whether what is on screen stays there. */
  beforeStep(visible: boolean): void;
  /** Why nothing right is on screen. */
  missing(): string;
}

const sliceMs = 25;

export class TracePlayer {
  private readonly plan: TracePlan;
  private readonly clock: Clock;
  private readonly session: EditingSession | PeerSession;
  private readonly figures: TraceFigures;
  private readonly watching: Watching;
  private hasMoved = false;

  constructor(
    plan: TracePlan,
    clock: Clock,
    session: EditingSession | PeerSession,
    seen: { readonly figures: TraceFigures; readonly watching: Watching },
  ) {
    this.plan = plan;
    this.clock = clock;
    this.session = session;
    this.figures = seen.figures;
    this.watching = seen.watching;
  }

  async play(): Promise<void> {
    const random = seeded(this.plan.manner.seed);
    for (const hole of this.plan.holes) {
      const target = this.plan.text.slice(hole.start, hole.end);
      // Holes are filled from the top: all before this one is in place again.
      const { start } = hole;
      await sleep(this.clock, 400 + random() * 800);
      this.session.moveTo(start);
      this.hasMoved = true;
      await sleep(this.clock, 300 + random() * 700);
      await this.fill(target, start, random);
      if (this.figures.keystrokes >= this.plan.manner.keystrokes) return;
    }
  }

  private async fill(target: string, start: number, random: () => number): Promise<void> {
    const steps = typeHole(target, this.plan.manner, random);
    let step = steps.next({ visible: '', visibleMs: 0, typed: 0 });
    while (step.done !== true && this.figures.keystrokes < this.plan.manner.keystrokes) {
      await this.pause(step.value.afterMs, target, start);
      await this.perform(step.value, target.slice(this.session.cursor - start), random);
      // What an editor shows within a moment of the key is what the person sees when deciding.
      await sleep(this.clock, 2);
      const visible = this.session.ghost?.text ?? '';
      step = steps.next({ visible, visibleMs: 0, typed: this.session.cursor - start });
    }
    this.figures.typedCharacters += this.session.cursor - start;
  }

  /** Time passes; how much of it with a right suggestion on screen? */
  private async pause(afterMs: number, target: string, start: number): Promise<void> {
    const end = this.clock.monotonicMs() + afterMs;
    const rest = target.slice(this.session.cursor - start);
    const isRightPossible = this.isRightPossible(target, start);
    for (;;) {
      const slice = Math.min(end - this.clock.monotonicMs(), sliceMs);
      if (slice <= 0.01) return;
      await sleep(this.clock, slice);
      if (!isRightPossible) continue;
      const { figures } = this;
      figures.rightMs += slice;
      const shown = this.session.ghost?.text ?? '';
      if (shown !== '' && rest.startsWith(firstLineOf(shown))) figures.rightVisibleMs += slice;
      else {
        const why = shown === '' ? this.watching.missing() : 'wrong one shown';
        figures.missedMs[why] = (figures.missedMs[why] ?? 0) + slice;
      }
    }
  }

  /**
   * Whether the model, asked right here, would answer with what is really typed next, at least to the line's end. Where the
   * cursor has only moved, VS Code asks no one.
   */
  private isRightPossible(target: string, start: number): boolean {
    const { document, cursor } = this.session;
    if (this.hasMoved) return false;
    const typed = target.slice(0, cursor - start);
    if (!document.text.startsWith(typed, start)) return false;
    const answer = this.plan.oracle.continue(document.text.slice(0, cursor), document.text.slice(cursor));
    const firstLine = /^\s*[^\n]*/.exec(answer.join(''))?.[0] ?? '';
    return firstLine.trim() !== '' && target.slice(cursor - start).startsWith(firstLine);
  }

  private async perform(step: TypistStep, rest: string, random: () => number): Promise<void> {
    const { session, figures } = this;
    if (step.kind === 'lookElsewhere') {
      const back = session.cursor;
      const line = session.document.text.indexOf('\n', random() * session.document.text.length);
      session.moveTo(Math.max(0, line));
      await sleep(this.clock, step.forMs);
      session.moveTo(back);
      this.hasMoved = true;
      return;
    }
    this.hasMoved = false;
    figures.keystrokes++;
    const { ghost } = session;
    const stays =
      step.kind === 'insert' && ghost?.text.startsWith(step.text) === true && ghost.text !== step.text;
    this.watching.beforeStep(stays);
    if (step.kind === 'insert') void session.insert(session.cursor, step.text);
    else if (step.kind === 'backspace') void session.delete(session.cursor - 1, 1);
    else if (ghost !== undefined && rest.startsWith(ghost.text)) {
      figures.acceptedCharacters += ghost.text.length;
      figures.accepts++;
      void session.accept();
    }
  }
}

/** Without what follows the first line that holds something. */
function firstLineOf(text: string): string {
  return /^\s*[^\n]*/.exec(text)?.[0] ?? text;
}
