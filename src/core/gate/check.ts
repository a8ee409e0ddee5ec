/** What does a check look at, and in which words does it answer? */

import type { LanguageFacts } from './language/languages.ts';
import type { LineChange } from './language/lineChange.ts';
import type { NewDiagnostic, CommandOutcome } from './gatePorts.ts';
import type { ParsedText } from './syntax/syntax.ts';
import type { Evidence, GateCase, GateTask } from './verdict.ts';

/**
 * One judged answer with everything derived from it, computed once and on demand. For a completion, `before` is the
 * text with nothing inserted and `after` the text with the insertion; for an edit the whole files; for chat, `after`
 * is the answer and `before` is empty.
 */
export interface CheckContext {
  readonly judged: GateCase;
  readonly language: LanguageFacts | undefined;
  /** The whole text before. */
  readonly before: string;
  /** The whole text after. */
  readonly after: string;
  /** What the model wrote: the insertion, the whole file after an edit, the chat answer. */
  readonly answer: string;
  readonly change: LineChange;
  /** Syntax trees of a part that holds the change; absent without a grammar. */
  readonly trees: ParsedPair | undefined;
  /** Of the language server and the team's command; `undefined` where not asked or no answer. */
  diagnostics(): Promise<readonly NewDiagnostic[] | undefined>;
  command(): Promise<CommandOutcome | undefined>;
  /** Parses an independent piece of text (a block of a chat answer); freed with the verdict. */
  parseAside(grammar: string, text: string): Promise<ParsedText | undefined>;
}

/**
 * Both trees cover the same part of the file; offsets and rows in them count from its start. The one before is parsed
 * when it is first looked at.
 */
export interface ParsedPair {
  readonly before: ParsedText;
  readonly after: ParsedText;
  /** What to add to rows of these trees for rows of the file. */
  readonly firstRow: number;
  /** The part is the whole file. */
  readonly whole: boolean;
}

/** `undefined`: passed. */
export type CheckFinding = Evidence | undefined;

export interface Check {
  readonly name: string;
  readonly tasks: readonly GateTask[];
  /** Counts only together with a second sign. */
  readonly hint?: boolean;
  /** Asked only when no cheaper check failed: it waits for something outside. */
  readonly costly?: boolean;
  /** Says that the project lacks something: found against what is remembered, it is asked again of the project as it is. */
  readonly ofProject?: boolean;
  run(context: CheckContext): CheckFinding | Promise<CheckFinding>;
}
