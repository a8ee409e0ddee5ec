/** How is a conversation written down? One event a line, only ever appended; the value is the fold of its events. */

import * as z from 'zod';

import type { Answer, Attachment, Conversation, LeftOut, Question, Turn } from './conversation.ts';
import { newestLeaf } from './conversation.ts';

const attachment: z.ZodType<Attachment> = z.object({
  id: z.string(),
  kind: z.enum([
    'file',
    'folder',
    'symbol',
    'selection',
    'openEditors',
    'problems',
    'terminal',
    'changes',
    'commit',
    'codebase',
    'rules',
  ]),
  label: z.string(),
  paths: z.array(z.string()),
  languageId: z.string().optional(),
  startLine: z.number().optional(),
  text: z.string(),
  staysLocal: z.boolean(),
});

const question: z.ZodType<Question> = z.object({
  text: z.string(),
  command: z.string().optional(),
  instruction: z.string().optional(),
  attachments: z.array(attachment),
  askCloud: z.boolean(),
});

const leftOut: z.ZodType<LeftOut> = z.object({
  kind: z.enum(['attachment', 'endOfAttachment', 'earlierTurns', 'earlierAttachments', 'rules', 'question']),
  label: z.string(),
  figure: z.number(),
});

const answerEnd = z.object({
  status: z.enum(['done', 'stopped', 'interrupted', 'failed']),
  failedChecks: z.array(z.object({ name: z.string(), message: z.string() })),
  awaitsDecision: z.boolean(),
  problem: z.string().optional(),
  problemDetail: z.string().optional(),
  tokensIn: z.number(),
  tokensOut: z.number(),
  costUsd: z.number().nullable(),
  ms: z.number(),
});

const time = z.number();

export const journalEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('created'), version: z.literal(1), time, id: z.string() }),
  z.object({ type: z.literal('titled'), time, title: z.string() }),
  z.object({
    type: z.literal('asked'),
    time,
    turnId: z.string(),
    parentId: z.string().nullable(),
    question,
  }),
  z.object({
    type: z.literal('answerStarted'),
    time,
    turnId: z.string(),
    answerId: z.string(),
    route: z.enum(['local', 'cloud']),
    model: z.string(),
    host: z.string(),
    isDemo: z.boolean(),
    reason: z.string(),
    leftOut: z.array(leftOut),
  }),
  z.object({ type: z.literal('answerText'), answerId: z.string(), text: z.string(), reasoning: z.string() }),
  z.object({ type: z.literal('answerEnded'), time, answerId: z.string(), end: answerEnd }),
  z.object({ type: z.literal('decided'), time, answerId: z.string() }),
  z.object({ type: z.literal('answerSelected'), time, turnId: z.string(), answerId: z.string() }),
  z.object({ type: z.literal('branchSelected'), time, turnId: z.string() }),
  z.object({ type: z.literal('turnDeleted'), time, turnId: z.string() }),
]);

export type JournalEvent = z.infer<typeof journalEvent>;
export type AnswerEnd = z.infer<typeof answerEnd>;

/** The conversation after the event. An event about something that is not there changes nothing. */
export function applyEvent(conversation: Conversation, event: JournalEvent): Conversation {
  const updated = 'time' in event ? Math.max(conversation.updated, event.time) : conversation.updated;
  const now = { ...conversation, updated };
  switch (event.type) {
    case 'created':
      return { ...now, id: event.id, created: event.time };
    case 'titled':
      return { ...now, title: event.title };
    case 'asked':
      return withTurn(now, {
        id: event.turnId,
        parentId: event.parentId,
        time: event.time,
        question: event.question,
        answers: [],
        selectedAnswerId: null,
      });
    case 'answerStarted':
      return changeTurn(now, event.turnId, (turn) => ({
        ...turn,
        answers: [...turn.answers, startedAnswer(event)],
        selectedAnswerId: event.answerId,
      }));
    case 'answerText':
      return changeAnswer(now, event.answerId, (answer) => ({
        ...answer,
        text: answer.text + event.text,
        reasoning: answer.reasoning + event.reasoning,
      }));
    case 'answerEnded':
      return changeAnswer(now, event.answerId, (answer) => ({ ...answer, ...event.end }));
    case 'decided':
      return changeAnswer(now, event.answerId, (answer) => ({ ...answer, awaitsDecision: false }));
    case 'answerSelected':
      return changeTurn(now, event.turnId, (turn) => ({ ...turn, selectedAnswerId: event.answerId }));
    case 'branchSelected':
      return { ...now, leafId: newestLeaf(now, event.turnId) };
    case 'turnDeleted':
      return withoutTurn(now, event.turnId);
  }
}

export function emptyConversation(id: string): Conversation {
  return { id, created: 0, updated: 0, title: '', turns: [], leafId: null };
}

export function journalLine(event: JournalEvent): string {
  return `${JSON.stringify(event)}\n`;
}

export interface ReadJournal {
  readonly events: readonly JournalEvent[];
  /** Whole lines that could not be read: the file was damaged. */
  readonly badLines: number;
  /** The last line has no end: a crash while writing. Nothing else is wrong with the file. */
  readonly hasTornEnd: boolean;
}

export function readJournal(text: string): ReadJournal {
  const events: JournalEvent[] = [];
  let badLines = 0;
  const hasTornEnd = text !== '' && !text.endsWith('\n');
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const event = readLine(line);
    if (event !== undefined) events.push(event);
    else if (!(hasTornEnd && index === lines.length - 1)) badLines++;
  });
  return { events, badLines, hasTornEnd };
}

/** An answer that was still streaming when the journal ended has no one left to end it. */
export function foldJournal(id: string, events: readonly JournalEvent[]): Conversation {
  const folded = mergeText(events).reduce(applyEvent, emptyConversation(id));
  return {
    ...folded,
    turns: folded.turns.map((turn) => ({
      ...turn,
      answers: turn.answers.map((answer) =>
        answer.status === 'streaming' ? { ...answer, status: 'interrupted' as const } : answer,
      ),
    })),
  };
}

/** Runs of text events of one answer become one, so that a long answer folds in linear time. */
function mergeText(events: readonly JournalEvent[]): JournalEvent[] {
  const merged: JournalEvent[] = [];
  let texts: string[] = [];
  let reasonings: string[] = [];
  let answerId = '';
  const flush = (): void => {
    if (texts.length === 0) return;
    merged.push({ type: 'answerText', answerId, text: texts.join(''), reasoning: reasonings.join('') });
    texts = [];
    reasonings = [];
  };
  for (const event of events) {
    if (event.type === 'answerText') {
      if (event.answerId !== answerId) flush();
      answerId = event.answerId;
      texts.push(event.text);
      reasonings.push(event.reasoning);
    } else {
      flush();
      merged.push(event);
    }
  }
  flush();
  return merged;
}

function readLine(line: string): JournalEvent | undefined {
  try {
    const parsed = journalEvent.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function startedAnswer(event: Extract<JournalEvent, { type: 'answerStarted' }>): Answer {
  return {
    id: event.answerId,
    time: event.time,
    route: event.route,
    model: event.model,
    host: event.host,
    isDemo: event.isDemo,
    reason: event.reason,
    leftOut: event.leftOut,
    text: '',
    reasoning: '',
    status: 'streaming',
    failedChecks: [],
    awaitsDecision: false,
    tokensIn: 0,
    tokensOut: 0,
    costUsd: event.route === 'local' ? 0 : null,
    ms: 0,
  };
}

function withTurn(conversation: Conversation, turn: Turn): Conversation {
  if (conversation.turns.some((each) => each.id === turn.id)) return conversation;
  return { ...conversation, turns: [...conversation.turns, turn], leafId: turn.id };
}

/** What followed the turn now follows its parent. */
function withoutTurn(conversation: Conversation, turnId: string): Conversation {
  const gone = conversation.turns.find((turn) => turn.id === turnId);
  if (gone === undefined) return conversation;
  const turns = conversation.turns
    .filter((turn) => turn.id !== turnId)
    .map((turn) => (turn.parentId === turnId ? { ...turn, parentId: gone.parentId } : turn));
  if (conversation.leafId !== turnId) return { ...conversation, turns };
  const rest = { ...conversation, turns, leafId: gone.parentId };
  if (gone.parentId !== null) return { ...rest, leafId: newestLeaf(rest, gone.parentId) };
  const root = turns.findLast((turn) => turn.parentId === null);
  return { ...rest, leafId: root === undefined ? null : newestLeaf(rest, root.id) };
}

function changeTurn(conversation: Conversation, turnId: string, change: (turn: Turn) => Turn): Conversation {
  return {
    ...conversation,
    turns: conversation.turns.map((turn) => (turn.id === turnId ? change(turn) : turn)),
  };
}

function changeAnswer(
  conversation: Conversation,
  answerId: string,
  change: (answer: Answer) => Answer,
): Conversation {
  return {
    ...conversation,
    turns: conversation.turns.map((turn) =>
      turn.answers.some((answer) => answer.id === answerId)
        ? {
            ...turn,
            answers: turn.answers.map((answer) => (answer.id === answerId ? change(answer) : answer)),
          }
        : turn,
    ),
  };
}
