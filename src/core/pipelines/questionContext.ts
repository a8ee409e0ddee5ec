/** What goes with the next question? The person's chips, or what a slash command wants. */

import type { Attachment } from '../conversation/conversation.ts';
import type { ParsedQuestion, SlashCommand, Wanted } from '../conversation/slashCommands.ts';

export interface ContextSources {
  /** What a slash command wants and the person did not attach. */
  readonly gather: (wanted: Wanted) => Promise<Attachment | undefined>;
  /** The places of the codebase that fit a question; what stands for `@codebase` when it is sent. */
  readonly searchCodebase: (question: string, signal: AbortSignal) => Promise<readonly Attachment[]>;
}

export interface QuestionContextParts extends ContextSources {
  readonly changed: () => void;
}

export class QuestionContext {
  private readonly parts: QuestionContextParts;
  private held: readonly Attachment[] = [];
  private looking: { readonly text: string; readonly controller: AbortController } | undefined;

  constructor(parts: QuestionContextParts) {
    this.parts = parts;
  }

  get chips(): readonly Attachment[] {
    return this.held;
  }

  /** The text of the question whose context is looked up at this moment. */
  get preparing(): string | undefined {
    return this.looking?.text;
  }

  /** The same source is held once. */
  attach(attachments: readonly Attachment[]): void {
    const added = attachments.filter((each) => !this.held.some((chip) => sameSource(chip, each)));
    this.held = [...this.held, ...added];
    this.parts.changed();
  }

  detach(attachmentId: string): void {
    this.held = this.held.filter((chip) => chip.id !== attachmentId);
    this.parts.changed();
  }

  clear(): void {
    this.held = [];
  }

  /** What goes along with the question; `undefined` where the person stopped the search for it. */
  async prepare(
    text: string,
    { command, text: asked }: ParsedQuestion,
  ): Promise<readonly Attachment[] | undefined> {
    const controller = new AbortController();
    const { signal } = controller;
    const stopped = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    this.looking = { text, controller };
    this.parts.changed();
    try {
      return await Promise.race([this.attachmentsFor(command, asked, signal), stopped]);
    } finally {
      this.looking = undefined;
      this.parts.changed();
    }
  }

  /** Stops a search that is on its way. */
  stop(): void {
    this.looking?.controller.abort();
  }

  /** The chips, with the codebase searched; without chips what the command wants. */
  private async attachmentsFor(
    command: SlashCommand | undefined,
    text: string,
    signal: AbortSignal,
  ): Promise<readonly Attachment[]> {
    const { held } = this;
    if (command === undefined || held.length > 0) {
      const found = held.some(isWholeCodebase) ? await this.parts.searchCodebase(text, signal) : [];
      return held.flatMap((chip) => (isWholeCodebase(chip) ? found : [chip]));
    }
    const gathered: Attachment[] = [];
    for (const group of command.wants) {
      for (const wanted of group) {
        const found = await this.parts.gather(wanted);
        if (found === undefined) continue;
        gathered.push(found);
        break;
      }
    }
    return gathered;
  }
}

/** The chip that is filled when the question is known. */
function isWholeCodebase(chip: Attachment): boolean {
  return chip.kind === 'codebase' && chip.text === '';
}

function sameSource(a: Attachment, b: Attachment): boolean {
  return a.kind === b.kind && a.label === b.label && a.text === b.text;
}
