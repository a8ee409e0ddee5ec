/** What does an answer have to become? */

export interface AnswerCase {
  readonly form: string;
  readonly path: string;
  readonly before: string;
  readonly intended: string;
  readonly answer: string;
  /** `exact`: well-formed. `safe`: garbled, the intended file or a refusal. `refuse`: nobody could know. */
  readonly expect: 'exact' | 'safe' | 'refuse';
}

export interface Written {
  readonly answer: string;
  readonly before?: string;
  readonly intended?: string;
}
