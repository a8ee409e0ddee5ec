import { beforeEach, describe, expect, test } from 'vitest';

import { silentLog } from '../../../src/core/base/log.ts';
import { ConversationStore, type SetAside } from '../../../src/core/conversation/conversationStore.ts';
import { journalLine, type JournalEvent } from '../../../src/core/conversation/journal.ts';
import { memoryFiles } from './memoryFiles.ts';

let files = memoryFiles();
let time = 0;
let ids = 0;

function store(): ConversationStore {
  return new ConversationStore({
    files,
    clock: { now: () => ++time, monotonicMs: () => time, after: () => ({ dispose() {} }) },
    newId: () => `id-${++ids}`,
    log: silentLog,
  });
}

function asked(turnId: string, text: string): JournalEvent {
  return {
    type: 'asked',
    time: ++time,
    turnId,
    parentId: null,
    question: { text, attachments: [], askCloud: false },
  };
}

function started(turnId: string, answerId: string): JournalEvent {
  return {
    type: 'answerStarted',
    time: ++time,
    turnId,
    answerId,
    route: 'local',
    model: 'm',
    host: 'h',
    isDemo: false,
    reason: 'default',
    leftOut: [],
  };
}

const streamed = (answerId: string, text: string): JournalEvent => ({
  type: 'answerText',
  answerId,
  text,
  reasoning: '',
});

async function keep(events: readonly JournalEvent[]): Promise<string> {
  const first = store();
  const conversation = first.create();
  await first.write(conversation.id, events, conversation);
  return conversation.id;
}

beforeEach(() => {
  files = memoryFiles();
});

describe('the store', () => {
  test('finds in another window what was streamed so far, marked as interrupted', async () => {
    const id = await keep([
      asked('t', 'why?'),
      started('t', 'a'),
      streamed('a', 'be'),
      streamed('a', 'cause'),
    ]);
    const opened = await store().open(id);
    expect(opened.ok && opened.value.turns[0]?.answers[0]).toMatchObject({
      text: 'because',
      status: 'interrupted',
    });
  });

  test('reads a journal whose last line was cut by a crash, and goes on behind it', async () => {
    const id = await keep([asked('t', 'why?'), started('t', 'a'), streamed('a', 'kept')]);
    const name = `${id}.jsonl`;
    files.held.set(name, `${files.held.get(name) ?? ''}{"type":"answerText","answerId":"a","te`);
    const second = store();
    const opened = await second.open(id);
    expect(opened.ok && opened.value.turns[0]?.answers[0]?.text).toBe('kept');
    await second.write(id, [streamed('a', ' on')]);
    const journal = await store().open(id);
    expect(journal.ok && journal.value.turns[0]?.answers[0]?.text).toBe('kept on');
  });

  test('sets a damaged journal aside, keeps what can be read and tells', async () => {
    const id = await keep([asked('t', 'first')]);
    const name = `${id}.jsonl`;
    const damaged = `${files.held.get(name) ?? ''}\u0000\u0000garbage\n${journalLine(asked('u', 'second'))}`;
    files.held.set(name, damaged);
    const told: SetAside[] = [];
    const second = store();
    second.onDidSetAside((each) => told.push(each));
    const opened = await second.open(id);
    expect(opened.ok && opened.value.turns.map((turn) => turn.question.text)).toEqual(['first', 'second']);
    expect(told).toHaveLength(1);
    expect(files.held.get(told[0]?.keptAs ?? '')).toBe(damaged);
    expect((await store().open(id)).ok).toBe(true);
  });

  test('says so where nothing of a file can be read', async () => {
    files.held.set('abcd.jsonl', 'not json\n');
    expect(await store().open('abcd')).toMatchObject({ ok: false, reason: 'unreadable' });
    expect(await store().open('none')).toMatchObject({ ok: false, reason: 'missing' });
  });

  test('writes the events of one conversation in the order of the calls', async () => {
    const own = store();
    const conversation = own.create();
    const events = Array.from({ length: 50 }, (_, index) => streamed('a', String(index)));
    await Promise.all([
      own.write(conversation.id, [asked('t', 'q'), started('t', 'a')], conversation),
      ...events.map((event) => own.write(conversation.id, [event])),
    ]);
    const opened = await store().open(conversation.id);
    expect(opened.ok && opened.value.turns[0]?.answers[0]?.text).toBe(events.map((_, at) => at).join(''));
  });

  test('goes on after a write that the disk refused', async () => {
    const own = store();
    const conversation = own.create();
    files.refuses = true;
    await expect(own.write(conversation.id, [asked('t', 'q')], conversation)).rejects.toThrow('disk full');
    files.refuses = false;
    await own.write(conversation.id, [asked('u', 'again')], conversation);
    const opened = await store().open(conversation.id);
    expect(opened.ok && opened.value.turns.map((turn) => turn.id)).toEqual(['u']);
  });

  test('lists newest first and searches questions, answers and titles', async () => {
    const first = await keep([
      asked('t', 'about parsers'),
      started('t', 'a'),
      streamed('a', 'use a Pratt parser'),
    ]);
    const second = await keep([asked('t', 'about colors')]);
    const own = store();
    expect((await own.list()).map((each) => each.id)).toEqual([second, first]);
    expect((await own.list('PRATT')).map((each) => each.id)).toEqual([first]);
    expect((await own.list('pratt'))[0]?.excerpt).toContain('Pratt');
    expect(await own.list('pratt colors')).toEqual([]);
  });

  test('reads a journal again for a search only when it has grown, by whomever', async () => {
    const own = store();
    const conversation = own.create();
    await own.write(conversation.id, [asked('t-1', 'Why Pratt?')], conversation);
    let reads = 0;
    const read = files.read;
    files.read = (name) => {
      reads++;
      return read(name);
    };
    await own.list('p');
    await own.list('pr');
    expect(reads).toBe(1);
    await store().write(conversation.id, [asked('t-2', 'And colors?')]);
    expect((await own.list('colors')).map(({ turns }) => turns)).toEqual([2]);
    expect(reads).toBe(2);
    await own.remove(conversation.id);
    expect(await own.list('colors')).toEqual([]);
  });

  test('renames and removes', async () => {
    const id = await keep([asked('t', 'q')]);
    const own = store();
    const opened = await own.open(id);
    if (!opened.ok) throw new Error('not opened');
    await own.rename(opened.value, '  A better\n title ');
    expect((await store().list())[0]?.title).toBe('A better');
    await own.remove(id);
    expect(await store().list()).toEqual([]);
  });

  test('reads no file outside its own naming', async () => {
    files.held.set('torn.txt', 'x');
    files.held.set('../up.jsonl', 'x');
    expect(await store().list()).toEqual([]);
  });
});
