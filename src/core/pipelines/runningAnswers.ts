/** Which answers are on their way, and what did the person say about the turns they belong to? */

import { Emitter } from '../base/emitter.ts';
import {
  activeTurns,
  findTurn,
  selectedAnswer,
  type Answer,
  type Attachment,
  type Conversation,
  type Question,
  type Turn,
} from '../conversation/conversation.ts';
import type { Agree, AnswerStages, TurnToAnswer } from './answerStages.ts';
import { answerTurn } from './answerTurn.ts';
import type { OpenConversations } from './openConversations.ts';

export interface RunningAnswersParts {
  readonly stages: AnswerStages;
  readonly conversations: OpenConversations;
  /** The repository's and the team's instructions, as they are now. */
  readonly rules: () => Promise<readonly Attachment[]>;
}

/** An answer that is complete and passed its checks, or that the person kept all the same. */
export interface Answered {
  readonly question: Question;
  readonly answer: Answer;
}

export class RunningAnswers {
  private readonly parts: RunningAnswersParts;
  private readonly running = new Map<string, AbortController>();
  /** Conversations in which the cloud may be asked without asking the person each time. */
  private readonly consented = new Set<string>();
  /** Turns whose failed answer was kept. */
  private readonly refused = new Set<string>();
  private readonly changed = new Emitter<void>();
  private readonly ended = new Emitter<void>();
  private readonly answered = new Emitter<Answered>();

  readonly onDidChange = this.changed.event;
  readonly onDidEnd = this.ended.event;
  readonly onDidAnswer = this.answered.event;

  constructor(parts: RunningAnswersParts) {
    this.parts = parts;
  }

  isRunning(conversationId: string): boolean {
    return this.running.has(conversationId);
  }

  stop(conversationId: string): void {
    this.running.get(conversationId)?.abort();
  }

  consentTo(conversationId: string): void {
    this.consented.add(conversationId);
  }

  isConsented(conversationId: string): boolean {
    return this.consented.has(conversationId);
  }

  /** The person takes the answer as it is: the cloud is not offered again for this turn. */
  keep(conversationId: string, turnId: string): void {
    this.refused.add(turnId);
    this.tellAnswered(conversationId, turnId);
  }

  /** Answers a turn of the conversation that is shown; one answer at a time in each conversation. */
  async answer(
    turnId: string,
    how: Pick<TurnToAnswer, 'start' | 'agree' | 'reason' | 'checks'>,
  ): Promise<void> {
    const { stages, conversations } = this.parts;
    const { shown } = conversations;
    const turn = findTurn(shown, turnId);
    if (turn === undefined || this.running.has(shown.id)) return;
    const controller = new AbortController();
    this.running.set(shown.id, controller);
    this.changed.fire();
    try {
      const rules = await this.parts.rules();
      const toAnswer: TurnToAnswer = {
        ...how,
        conversationId: shown.id,
        turnId,
        question: turn.question,
        history: before(conversations.get(shown.id) ?? shown, turnId),
        rules,
        consented: this.consented.has(shown.id),
        refused: this.refused.has(turnId),
      };
      await conversations.journal(shown.id, answerTurn(stages, toAnswer, controller.signal));
    } finally {
      this.running.delete(shown.id);
      this.changed.fire();
    }
    this.tellAnswered(shown.id, turnId);
    this.ended.fire();
  }

  /** The person asks the cloud: because of the check that the local answer failed, or by choice. */
  async askCloud(turnId: string, agree: Agree): Promise<void> {
    const turn = findTurn(this.parts.conversations.shown, turnId);
    const failed = turn?.answers.findLast((answer) => answer.route === 'local')?.failedChecks ?? [];
    await this.answer(turnId, {
      start: 'cloud',
      agree,
      reason: failed[0]?.name ?? 'userOptIn',
      checks: failed.map(({ name, message }) => ({ name, passed: false, evidence: { message }, ms: 0 })),
    });
  }

  /** Ends what runs; its journal says `stopped`. */
  dispose(): void {
    for (const controller of this.running.values()) controller.abort();
    this.changed.dispose();
    this.ended.dispose();
    this.answered.dispose();
  }

  private tellAnswered(conversationId: string, turnId: string): void {
    const conversation = this.parts.conversations.get(conversationId);
    const turn = conversation === undefined ? undefined : findTurn(conversation, turnId);
    const answer = turn === undefined ? undefined : selectedAnswer(turn);
    if (turn === undefined || answer?.status !== 'done' || answer.awaitsDecision) return;
    this.answered.fire({ question: turn.question, answer });
  }
}

function before(conversation: Conversation, turnId: string): readonly Turn[] {
  const turns = activeTurns(conversation);
  const index = turns.findIndex((turn) => turn.id === turnId);
  return index === -1 ? turns : turns.slice(0, index);
}
