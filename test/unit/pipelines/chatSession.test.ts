import { beforeEach, describe, expect, test } from 'vitest';

import { silentLog } from '../../../src/core/base/log.ts';
import { none, some } from '../../../src/core/base/outcome.ts';
import type { CloudPreview } from '../../../src/core/cloud/cloudDoor.ts';
import { activeTurns, type Answer, type Attachment } from '../../../src/core/conversation/conversation.ts';
import { ConversationStore } from '../../../src/core/conversation/conversationStore.ts';
import { ownSlashCommands } from '../../../src/core/conversation/slashCommands.ts';
import type { Verdict } from '../../../src/core/gate/verdict.ts';
import type { ChatRequest, StreamEvent } from '../../../src/core/model/stream.ts';
import type { AnswerStages } from '../../../src/core/pipelines/answerStages.ts';
import { ChatSession, type ChatSessionParts } from '../../../src/core/pipelines/chatSession.ts';
import { memoryFiles } from '../conversation/memoryFiles.ts';

let files = memoryFiles();
let memory = new Map<string, unknown>();
let asked: ChatRequest[] = [];
let sent: string[] = [];
let verdict: Verdict;
let answerEvents: (signal: AbortSignal) => AsyncIterable<StreamEvent>;
let ids = 0;

const refusal = { name: 'refusal', passed: false, ms: 1, evidence: { message: 'declined' } };
const clock = { now: () => 1_000 + ids, monotonicMs: () => 0, after: () => ({ dispose() {} }) };

async function* saying(...texts: string[]): AsyncIterable<StreamEvent> {
  for (const text of texts) yield { type: 'text', text };
  yield { type: 'end', finishReason: 'stop', usage: {} };
}

function stages(): AnswerStages {
  return {
    models: {
      chat: async () =>
        some({
          model: 'devstral',
          family: 'devstral',
          host: 'gpu',
          contextTokens: 4000,
          isDemo: false,
          callsTools: true,
          client: {
            chat: (request, signal) => {
              asked.push(request);
              return answerEvents(signal);
            },
          },
        }),
      estimateTokens: (text) => Math.ceil(text.length / 4),
    },
    judge: async () => verdict,
    route: ({ refused }) => {
      if (verdict.passed) return { decision: 'stay', reason: 'passed' };
      return refused === true
        ? { decision: 'stay', reason: 'refused' }
        : { decision: 'ask', reason: 'refusal' };
    },
    repairInstruction: () => '',
    askCloud: async (request, { agree }, signal) => {
      const preview = { id: 'p1', model: 'frontier', host: 'cloud', tokensIn: 1 } as CloudPreview;
      if (!(await agree(preview, signal).catch(() => false))) return none('declined');
      sent.push(request.reason);
      return some({ preview, stream: saying('from the cloud') });
    },
    priceUsd: () => 0.5,
    audit: { record: async () => undefined },
    clock,
    newId: () => `id-${++ids}`,
  };
}

function session(changes: Partial<ChatSessionParts> = {}): ChatSession {
  const own = stages();
  return new ChatSession({
    stages: own,
    store: new ConversationStore({ files, clock, newId: own.newId, log: silentLog }),
    memory: {
      get: (key) => memory.get(key),
      set: async (key, value) => void memory.set(key, value),
    },
    rules: async () => [],
    slashCommands: async () => ownSlashCommands,
    gather: async () => undefined,
    searchCodebase: async () => [],
    showPreview: () => undefined,
    log: silentLog,
    ...changes,
  });
}

function file(label: string, text = 'x'): Attachment {
  return { id: label, kind: 'file', label, paths: [label], text, staysLocal: false };
}

const turnsOf = (chat: ChatSession) => activeTurns(chat.snapshot.conversation);
const lastAnswer = (chat: ChatSession): Answer | undefined => turnsOf(chat).at(-1)?.answers.at(-1);

beforeEach(() => {
  files = memoryFiles();
  memory = new Map();
  asked = [];
  sent = [];
  verdict = { passed: true, results: [], failed: [] };
  answerEvents = () => saying('be', 'cause');
});

describe('a chat session', () => {
  test('answers, titles the conversation and finds it again in a new window', async () => {
    const chat = session();
    await chat.send('Why is the sky blue?');
    expect(lastAnswer(chat)).toMatchObject({ text: 'because', status: 'done' });
    const again = session();
    await again.restore();
    expect(again.snapshot.conversation.title).toBe('Why is the sky blue?');
    expect(lastAnswer(again)).toMatchObject({ text: 'because', status: 'done' });
  });

  test('finds after a crash in mid-answer what had streamed in', async () => {
    const chat = session();
    let crash: () => void = () => undefined;
    answerEvents = async function* () {
      yield { type: 'text', text: 'half an ' };
      yield { type: 'text', text: 'answer' };
      await new Promise<void>((resolve) => {
        crash = resolve;
      });
    };
    const streamed: string[] = [];
    chat.onDidStream(({ text }) => streamed.push(text));
    void chat.send('why?');
    while (streamed.length < 2) await Promise.resolve();
    for (let step = 0; step < 50; step++) await Promise.resolve();
    const again = session();
    await again.restore();
    expect(lastAnswer(again)).toMatchObject({ text: 'half an answer', status: 'interrupted' });
    crash();
  });

  test('sends earlier turns along, but not those of another branch', async () => {
    const chat = session();
    await chat.send('first');
    await chat.send('second');
    const second = turnsOf(chat)[1];
    await chat.editTurn(second?.id ?? '', 'second, better');
    const contents = asked[2]?.messages.map((message) => message.content) ?? [];
    expect(contents).toContain('first');
    expect(contents).not.toContain('second');
    expect(contents.at(-1)).toBe('second, better');
    expect(turnsOf(chat).map((turn) => turn.question.text)).toEqual(['first', 'second, better']);
    await chat.selectBranch(second?.id ?? '');
    expect(turnsOf(chat).map((turn) => turn.question.text)).toEqual(['first', 'second']);
  });

  test('regenerates beside the old answer', async () => {
    const chat = session();
    await chat.send('q');
    answerEvents = () => saying('other');
    await chat.regenerate(turnsOf(chat)[0]?.id ?? '');
    expect(turnsOf(chat)[0]?.answers.map((answer) => answer.text)).toEqual(['because', 'other']);
  });

  test('stops: the text stays, the next question can be asked', async () => {
    const chat = session();
    answerEvents = async function* (signal) {
      yield { type: 'text', text: 'one' };
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      });
    };
    chat.onDidStream(() => chat.stop());
    await chat.send('q');
    expect(lastAnswer(chat)).toMatchObject({ text: 'one', status: 'stopped' });
    expect(chat.snapshot.isWorking).toBe(false);
  });

  test('takes one question at a time', async () => {
    const chat = session();
    const first = chat.send('one');
    for (let step = 0; step < 30; step++) await Promise.resolve();
    await chat.send('two');
    await first;
    expect(turnsOf(chat).filter((turn) => turn.question.text === 'one')).toHaveLength(1);
  });

  test('asks the cloud only on the word of the person, for the failed check', async () => {
    verdict = { passed: false, results: [refusal], failed: [refusal] };
    const chat = session();
    await chat.send('q');
    expect(lastAnswer(chat)).toMatchObject({ awaitsDecision: true, route: 'local' });
    expect(sent).toEqual([]);
    const turn = turnsOf(chat)[0];
    await chat.decide(turn?.id ?? '', turn?.answers[0]?.id ?? '', 'send');
    expect(sent).toEqual(['refusal']);
    expect(lastAnswer(chat)).toMatchObject({ route: 'cloud', text: 'from the cloud', reason: 'refusal' });
    expect(turnsOf(chat)[0]?.answers[0]?.awaitsDecision).toBe(false);
  });

  test('keeps a local answer without asking again', async () => {
    verdict = { passed: false, results: [refusal], failed: [refusal] };
    const chat = session();
    await chat.send('q');
    const turn = turnsOf(chat)[0];
    await chat.decide(turn?.id ?? '', turn?.answers[0]?.id ?? '', 'keep');
    expect(sent).toEqual([]);
    expect(asked).toHaveLength(1);
    expect(lastAnswer(chat)?.awaitsDecision).toBe(false);
  });

  test('remembers for the turn that the cloud was not wanted, and asks again in the next one', async () => {
    verdict = { passed: false, results: [refusal], failed: [refusal] };
    const chat = session();
    await chat.send('q');
    const turn = turnsOf(chat)[0];
    await chat.decide(turn?.id ?? '', turn?.answers[0]?.id ?? '', 'keep');
    await chat.regenerate(turn?.id ?? '');
    expect(turnsOf(chat)[0]?.answers).toHaveLength(2);
    expect(lastAnswer(chat)?.awaitsDecision).toBe(false);
    await chat.send('r');
    expect(lastAnswer(chat)?.awaitsDecision).toBe(true);
    expect(sent).toEqual([]);
  });

  test('tells of an answer that passed, and of one that failed only once it is kept', async () => {
    const chat = session();
    await chat.refresh();
    const told: (string | undefined)[] = [];
    chat.onDidAnswer(({ question, answer }) => told.push(`${question.command ?? ''}: ${answer.text}`));
    await chat.send('/edit name it better');
    expect(told).toEqual(['edit: because']);
    verdict = { passed: false, results: [refusal], failed: [refusal] };
    await chat.send('/edit name it worse');
    expect(told).toEqual(['edit: because']);
    const turn = turnsOf(chat).at(-1);
    await chat.decide(turn?.id ?? '', turn?.answers.at(-1)?.id ?? '', 'keep');
    expect(told).toEqual(['edit: because', 'edit: because']);
  });

  test('shows what would go to the cloud where the switch is on, and sends it on the word of the person', async () => {
    const previews: CloudPreview[] = [];
    const chat = session({ showPreview: (preview) => previews.push(preview) });
    chat.setAskCloudNext(true);
    const asking = chat.send('q');
    while (previews.length === 0) await new Promise((resolve) => setTimeout(resolve));
    expect(sent).toEqual([]);
    expect(chat.snapshot.pending?.preview).toBe(previews[0]);
    const masked = { id: 'p1', tokensIn: 2 } as CloudPreview;
    chat.refreshPending([{ id: 'other' } as CloudPreview, masked]);
    expect(chat.snapshot.pending?.preview).toBe(masked);
    chat.decidePending(true);
    await asking;
    expect(chat.snapshot.pending).toBeUndefined();
    await chat.send('r');
    expect(sent).toEqual(['userOptIn']);
    expect(turnsOf(chat).map((turn) => turn.answers[0]?.route)).toEqual(['cloud', 'local']);
  });

  test('withdraws what waited for the person, and the question stays', async () => {
    const previews: CloudPreview[] = [];
    const chat = session({ showPreview: (preview) => previews.push(preview) });
    chat.setAskCloudNext(true);
    const asking = chat.send('q');
    while (previews.length === 0) await new Promise((resolve) => setTimeout(resolve));
    chat.decidePending(false);
    await asking;
    expect(sent).toEqual([]);
    expect(turnsOf(chat).map((turn) => turn.answers)).toEqual([[]]);
    await chat.regenerate(turnsOf(chat)[0]?.id ?? '');
    expect(lastAnswer(chat)).toMatchObject({ route: 'local', text: 'because' });
  });

  test('asks no more in a conversation that was given to the cloud', async () => {
    verdict = { passed: false, results: [], failed: [{ name: 'refusal', passed: false, ms: 0 }] };
    const chat = session();
    await chat.send('q');
    const turn = turnsOf(chat)[0];
    await chat.decide(turn?.id ?? '', turn?.answers[0]?.id ?? '', 'sendForConversation');
    chat.setAskCloudNext(true);
    await chat.send('r');
    expect(sent).toEqual(['refusal', 'userOptIn']);
  });

  test('asks again in another conversation, and in the same one after a restart', async () => {
    verdict = { passed: false, results: [], failed: [{ name: 'refusal', passed: false, ms: 0 }] };
    const chat = session();
    await chat.send('q');
    const id = chat.snapshot.conversation.id;
    const turn = turnsOf(chat)[0];
    await chat.decide(turn?.id ?? '', turn?.answers[0]?.id ?? '', 'sendForConversation');
    expect(sent).toEqual(['refusal']);
    await chat.startNew();
    await chat.send('another');
    expect(lastAnswer(chat)?.awaitsDecision).toBe(true);
    const later = session();
    await later.refresh();
    expect(await later.open(id)).toBe(true);
    await later.send('r');
    expect(lastAnswer(later)?.awaitsDecision).toBe(true);
    expect(sent).toEqual(['refusal']);
  });

  test('shows a preview and sends nothing by it', async () => {
    const previews: CloudPreview[] = [];
    const chat = session({ showPreview: (preview) => previews.push(preview) });
    await chat.send('q');
    const shown = chat.preview();
    while (previews.length === 0) await Promise.resolve();
    chat.stop();
    await shown;
    expect(sent).toEqual([]);
  });

  test('has the attachments in the prompt once, and the chips gone after sending', async () => {
    const chat = session();
    chat.attach([file('a.ts', 'zebra()')]);
    chat.attach([file('a.ts', 'zebra()')]);
    expect(chat.snapshot.chips).toHaveLength(1);
    await chat.send('q');
    expect(asked[0]?.messages.at(-1)?.content.match(/zebra/g)).toHaveLength(1);
    expect(chat.snapshot.chips).toEqual([]);
  });

  test('gathers what a slash command wants, unless something is attached', async () => {
    const chat = session({
      gather: async (kind) => (kind === 'selection' ? file('selection', 'chosen()') : undefined),
    });
    await chat.refresh();
    await chat.send('/explain in short');
    expect(asked[0]?.messages.at(-1)?.content).toContain('chosen()');
    expect(asked[0]?.messages.at(-1)?.content).toContain('Explain what this code does');
    chat.attach([file('a.ts', 'attached()')]);
    await chat.send('/explain');
    expect(asked[1]?.messages.at(-1)?.content).toContain('attached()');
    expect(asked[1]?.messages.at(-1)?.content).not.toContain('chosen()');
  });

  test('puts the problems and their code beside /fix, and all working changes beside /review', async () => {
    const wanted: string[] = [];
    const chat = session({
      gather: async (kind) => {
        wanted.push(kind);
        return kind === 'selection' ? undefined : file(kind, `text of ${kind}`);
      },
    });
    await chat.refresh();
    await chat.send('/fix');
    expect(asked[0]?.messages.at(-1)?.content).toContain('text of problems');
    expect(asked[0]?.messages.at(-1)?.content).toContain('text of openEditors');
    await chat.send('/review');
    expect(asked[1]?.messages.at(-1)?.content).toContain('text of workingChanges');
    expect(wanted).toEqual(['problems', 'selection', 'openEditors', 'workingChanges']);
  });

  test('fills the codebase chip with what fits the question', async () => {
    const questions: string[] = [];
    const chat = session({
      searchCodebase: async (question) => {
        questions.push(question);
        return [file('src/found.ts', 'found()')];
      },
    });
    chat.attach([{ ...file('Codebase', ''), kind: 'codebase' }]);
    await chat.send('where is it?');
    expect(questions).toEqual(['where is it?']);
    expect(turnsOf(chat)[0]?.question.attachments.map((each) => each.label)).toEqual(['src/found.ts']);
  });

  test('works while the codebase is searched, and asks where it was asked', async () => {
    let found: (places: Attachment[]) => void = () => undefined;
    const chat = session({ searchCodebase: () => new Promise((resolve) => (found = resolve)) });
    await chat.send('first');
    const first = chat.snapshot.conversation.id;
    chat.attach([{ ...file('Codebase', ''), kind: 'codebase' }]);
    const asking = chat.send('where is it?');
    expect(chat.snapshot.isWorking).toBe(true);
    await chat.send('a second one meanwhile');
    await chat.startNew();
    found([file('src/found.ts', 'found()')]);
    await asking;
    expect(chat.snapshot.conversation.id).toBe(first);
    expect(turnsOf(chat).map((turn) => turn.question.text)).toEqual(['first', 'where is it?']);
    expect(chat.snapshot.isWorking).toBe(false);
  });

  test('stops while the codebase is searched: nothing is asked, the words and the chips come back', async () => {
    let isAborted = false;
    const chat = session({
      searchCodebase: (_question, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            isAborted = true;
            reject(new Error('aborted'));
          });
        }),
    });
    const withdrawn: unknown[] = [];
    chat.onDidWithdraw((each) => withdrawn.push(each));
    chat.attach([{ ...file('Codebase', ''), kind: 'codebase' }]);
    const asking = chat.send('where is it?');
    expect(chat.snapshot).toMatchObject({ isWorking: true, preparing: 'where is it?' });
    await chat.send('and what is it?');
    chat.stop();
    await asking;
    expect(isAborted).toBe(true);
    expect(chat.snapshot).toMatchObject({ isWorking: false, preparing: undefined });
    expect(chat.snapshot.chips.map(({ label }) => label)).toEqual(['Codebase']);
    expect(turnsOf(chat)).toEqual([]);
    expect(asked).toEqual([]);
    expect(withdrawn).toEqual([
      { text: 'and what is it?', because: 'working' },
      { text: 'where is it?', because: 'stopped' },
    ]);
  });

  test('asks nothing about changes or files that are not there, and says so', async () => {
    const chat = session();
    await chat.refresh();
    const withdrawn: unknown[] = [];
    chat.onDidWithdraw((each) => withdrawn.push(each));
    await chat.send('/review');
    await chat.send('/explain');
    expect(asked).toEqual([]);
    expect(withdrawn).toEqual([
      { text: '/review', because: 'noChanges' },
      { text: '/explain', because: 'nothingOpen' },
    ]);
    await chat.send('/explain monads');
    expect(asked).toHaveLength(1);
  });

  test('measures the window and names what would not fit', async () => {
    const chat = session();
    await chat.refresh();
    chat.attach([file('big.ts', 'line\n'.repeat(10_000))]);
    expect(chat.snapshot.context.contextTokens).toBe(4000);
    expect(chat.snapshot.context.leftOut).toMatchObject([{ kind: 'endOfAttachment', label: 'big.ts' }]);
  });

  test('goes on in memory when the disk refuses', async () => {
    files.refuses = true;
    const chat = session();
    await chat.send('q');
    expect(lastAnswer(chat)).toMatchObject({ text: 'because', status: 'done' });
  });

  test('begins anew, and deletes the open conversation', async () => {
    const chat = session();
    await chat.send('q');
    const id = chat.snapshot.conversation.id;
    await chat.startNew();
    expect(turnsOf(chat)).toEqual([]);
    expect(await chat.open(id)).toBe(true);
    await chat.remove(id);
    expect(turnsOf(chat)).toEqual([]);
    expect(await chat.open(id)).toBe(false);
  });
});
