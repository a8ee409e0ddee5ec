/** What has the model written so far, in the form the editor can show it? */

import type { Clock } from '../base/clock.ts';
import { AnswerParser } from '../edit/AnswerParser.ts';
import { applyParts } from '../edit/applyAnswer.ts';
import { regionLinesSoFar } from '../edit/streamedLines.ts';
import { isModelError } from '../model/modelError.ts';
import type { AnswerStream, FinishReason, TokenUsage } from '../model/stream.ts';
import type { EditEvent, EditTask } from './editTask.ts';

interface Read {
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly usage: TokenUsage;
  readonly firstTextMs: number | undefined;
  readonly problem: Extract<EditEvent, { type: 'failed' }> | undefined;
}

/** Yields what can be shown; returns the whole answer, or why it broke off. */
export async function* readEdit(
  stream: AnswerStream,
  task: EditTask,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<EditEvent, Read> {
  const progress = new Progress(task);
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
      const applied = applyParts(this.task.text, blocks, { path: this.task.path, isOnlyFile: true });
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
