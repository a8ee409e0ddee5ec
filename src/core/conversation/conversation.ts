/** What is a conversation? A tree of turns of which one branch is shown; every change makes a new value. */

export type AttachmentKind =
  | 'file'
  | 'folder'
  | 'symbol'
  | 'selection'
  | 'openEditors'
  | 'problems'
  | 'terminal'
  | 'changes'
  | 'commit'
  | 'codebase'
  | 'rules';

/** Something the person put beside a question, read at the moment it was added. */
export interface Attachment {
  readonly id: string;
  readonly kind: AttachmentKind;
  readonly label: string;
  /** Workspace-relative files whose text is inside. */
  readonly paths: readonly string[];
  readonly languageId?: string | undefined;
  /** Zero-based first line in the file, where the text is a part of one. */
  readonly startLine?: number | undefined;
  readonly text: string;
  /** A file among `paths` is one that never goes to the cloud. */
  readonly staysLocal: boolean;
}

export interface Question {
  readonly text: string;
  /** Name of the slash command, without the slash. */
  readonly command?: string | undefined;
  /** What the command says to the model in place of the bare text. */
  readonly instruction?: string | undefined;
  readonly attachments: readonly Attachment[];
  readonly askCloud: boolean;
}

export type AnswerStatus = 'streaming' | 'done' | 'stopped' | 'interrupted' | 'failed';

export interface FailedCheck {
  readonly name: string;
  readonly message: string;
}

/** What of the context did not fit the model's window. */
export interface LeftOut {
  readonly kind:
    'attachment' | 'endOfAttachment' | 'earlierTurns' | 'earlierAttachments' | 'rules' | 'question';
  /** The attachment's or file's name; empty for turns. */
  readonly label: string;
  /** Earlier turns left out, or the per cent of an attachment that was kept. */
  readonly figure: number;
}

export interface Answer {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly route: 'local' | 'cloud';
  readonly model: string;
  readonly host: string;
  readonly isDemo: boolean;
  /** `default`, `userOptIn`, `repair:<check>` or the name of the failed check that led to the cloud. */
  readonly reason: string;
  readonly text: string;
  readonly reasoning: string;
  readonly status: AnswerStatus;
  readonly failedChecks: readonly FailedCheck[];
  readonly awaitsDecision: boolean;
  /** A ModelError kind or a door refusal, where there is no full answer. */
  readonly problem?: string | undefined;
  readonly problemDetail?: string | undefined;
  readonly leftOut: readonly LeftOut[];
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costUsd: number | null;
  readonly ms: number;
}

export interface Turn {
  readonly id: string;
  readonly parentId: string | null;
  readonly time: number;
  readonly question: Question;
  readonly answers: readonly Answer[];
  readonly selectedAnswerId: string | null;
}

export interface Conversation {
  readonly id: string;
  readonly created: number;
  readonly updated: number;
  readonly title: string;
  /** Every turn of every branch, oldest first. */
  readonly turns: readonly Turn[];
  /** The last turn of the branch that is shown. */
  readonly leafId: string | null;
}

/** The turns shown, first to last. */
export function activeTurns(conversation: Conversation): readonly Turn[] {
  const byId = new Map(conversation.turns.map((turn) => [turn.id, turn]));
  const path: Turn[] = [];
  const seen = new Set<string>();
  for (let at = conversation.leafId; at !== null && !seen.has(at);) {
    const turn = byId.get(at);
    if (turn === undefined) break;
    seen.add(at);
    path.unshift(turn);
    at = turn.parentId;
  }
  return path;
}

/** Versions of the same question: turns with the same parent, oldest first. */
export function siblings(conversation: Conversation, turnId: string): readonly Turn[] {
  const turn = conversation.turns.find((each) => each.id === turnId);
  if (turn === undefined) return [];
  return conversation.turns.filter((each) => each.parentId === turn.parentId);
}

/** The newest leaf below a turn, the turn itself where nothing follows it. */
export function newestLeaf(conversation: Conversation, turnId: string): string {
  let at = turnId;
  for (let step = 0; step <= conversation.turns.length; step++) {
    const child = conversation.turns.findLast((each) => each.parentId === at);
    if (child === undefined) return at;
    at = child.id;
  }
  return at;
}

export function findTurn(conversation: Conversation, turnId: string): Turn | undefined {
  return conversation.turns.find((turn) => turn.id === turnId);
}

export function findAnswer(
  conversation: Conversation,
  answerId: string,
): { readonly turn: Turn; readonly answer: Answer } | undefined {
  for (const turn of conversation.turns) {
    const answer = turn.answers.find((each) => each.id === answerId);
    if (answer !== undefined) return { turn, answer };
  }
  return undefined;
}

/** The answer shown for a turn: the chosen one, else the newest. */
export function selectedAnswer(turn: Turn): Answer | undefined {
  return turn.answers.find((answer) => answer.id === turn.selectedAnswerId) ?? turn.answers.at(-1);
}

/** A title from the first question: its first line, at a word's end, at most 60 characters. */
export function titleFrom(question: string): string {
  const line =
    question
      .split('\n')
      .map((each) => each.trim())
      .find((each) => each !== '') ?? '';
  if (line.length <= 60) return line;
  const cut = line.slice(0, 59);
  const space = cut.lastIndexOf(' ');
  return `${space > 30 ? cut.slice(0, space) : cut}…`;
}
