/** What goes with the next question? The person's chips, or what a slash command wants. */

import type { Attachment } from '../conversation/conversation.ts';
import type { SlashCommand, Wanted } from '../conversation/slashCommands.ts';

export interface QuestionContextParts {
  /** What a slash command wants and the person did not attach. */
  readonly gather: (wanted: Wanted) => Promise<Attachment | undefined>;
  /** The places of the codebase that fit a question; what stands for `@codebase` when it is sent. */
  readonly searchCodebase: (question: string) => Promise<readonly Attachment[]>;
}

export class QuestionContext {
  private readonly parts: QuestionContextParts;
  private held: readonly Attachment[] = [];

  constructor(parts: QuestionContextParts) {
    this.parts = parts;
  }

  get chips(): readonly Attachment[] {
    return this.held;
  }

  /** The same source is held once. */
  attach(attachments: readonly Attachment[]): void {
    const added = attachments.filter((each) => !this.held.some((chip) => sameSource(chip, each)));
    this.held = [...this.held, ...added];
  }

  detach(attachmentId: string): void {
    this.held = this.held.filter((chip) => chip.id !== attachmentId);
  }

  clear(): void {
    this.held = [];
  }

  /** The chips, with the codebase searched; without chips what the command wants. */
  async attachmentsFor(command: SlashCommand | undefined, text: string): Promise<readonly Attachment[]> {
    const { held } = this;
    if (command === undefined || held.length > 0) {
      const found = held.some(isWholeCodebase) ? await this.parts.searchCodebase(text) : [];
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
