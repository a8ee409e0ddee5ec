import { describe, expect, test } from 'vitest';

import {
  activeTurns,
  siblings,
  titleFrom,
  type Conversation,
} from '../../../src/core/conversation/conversation.ts';
import { exportMarkdown } from '../../../src/core/conversation/exportMarkdown.ts';
import { fuzzyBest, fuzzyScore } from '../../../src/core/index/fuzzyMatch.ts';
import { applyEvent, emptyConversation, type JournalEvent } from '../../../src/core/conversation/journal.ts';
import {
  ownSlashCommands,
  parseQuestion,
  promptFileCommand,
} from '../../../src/core/conversation/slashCommands.ts';

function asked(turnId: string, parentId: string | null, text = turnId, time = 1): JournalEvent {
  return { type: 'asked', time, turnId, parentId, question: { text, attachments: [], askCloud: false } };
}

function answered(turnId: string, answerId: string, text: string): JournalEvent[] {
  return [
    {
      type: 'answerStarted',
      time: 2,
      turnId,
      answerId,
      route: 'local',
      model: 'devstral',
      host: 'h:1',
      isDemo: false,
      reason: 'default',
      leftOut: [],
    },
    { type: 'answerText', answerId, text, reasoning: '' },
  ];
}

function fold(events: readonly JournalEvent[]): Conversation {
  return events.reduce(applyEvent, emptyConversation('conversation'));
}

const shown = (conversation: Conversation): string[] => activeTurns(conversation).map((turn) => turn.id);

describe('a conversation', () => {
  test('shows the branch that was asked last and keeps the other', () => {
    const conversation = fold([asked('a', null), asked('b', 'a'), asked('c', 'b'), asked('b2', 'a')]);
    expect(shown(conversation)).toEqual(['a', 'b2']);
    expect(siblings(conversation, 'b2').map((turn) => turn.id)).toEqual(['b', 'b2']);
  });

  test('goes back to another branch with everything that followed it', () => {
    const conversation = fold([
      asked('a', null),
      asked('b', 'a'),
      asked('c', 'b'),
      asked('b2', 'a'),
      { type: 'branchSelected', time: 3, turnId: 'b' },
    ]);
    expect(shown(conversation)).toEqual(['a', 'b', 'c']);
  });

  test('loses a deleted turn and keeps what followed it', () => {
    const conversation = fold([
      asked('a', null),
      asked('b', 'a'),
      asked('c', 'b'),
      { type: 'turnDeleted', time: 3, turnId: 'b' },
    ]);
    expect(shown(conversation)).toEqual(['a', 'c']);
  });

  test('is empty after its only turn was deleted, and can go on', () => {
    const conversation = fold([asked('a', null), { type: 'turnDeleted', time: 3, turnId: 'a' }]);
    expect(shown(conversation)).toEqual([]);
    expect(shown(applyEvent(conversation, asked('d', null)))).toEqual(['d']);
  });

  test('keeps each answer of a turn and shows the chosen one', () => {
    const conversation = fold([
      asked('a', null),
      ...answered('a', 'first', 'one'),
      ...answered('a', 'second', 'two'),
      { type: 'answerSelected', time: 3, turnId: 'a', answerId: 'first' },
    ]);
    expect(conversation.turns[0]?.answers.map((answer) => answer.text)).toEqual(['one', 'two']);
    expect(exportMarkdown(conversation)).toContain('one');
    expect(exportMarkdown(conversation)).not.toContain('two');
  });

  test('ignores events about what is not there', () => {
    const conversation = fold([asked('a', null)]);
    const after = applyEvent(conversation, {
      type: 'answerText',
      answerId: 'gone',
      text: 'x',
      reasoning: '',
    });
    expect(after.turns).toEqual(conversation.turns);
  });

  test('never changes the value it came from', () => {
    const before = fold([asked('a', null), ...answered('a', 'first', 'one')]);
    const copy = structuredClone(before);
    applyEvent(before, { type: 'answerText', answerId: 'first', text: 'more', reasoning: '' });
    applyEvent(before, { type: 'turnDeleted', time: 9, turnId: 'a' });
    expect(before).toEqual(copy);
  });

  test('is exported with the names of what was attached, not with its text', () => {
    const conversation = fold([
      {
        type: 'asked',
        time: 1,
        turnId: 'a',
        parentId: null,
        question: {
          text: 'why?',
          attachments: [
            {
              id: '1',
              kind: 'file',
              label: 'src/secret.ts',
              paths: ['src/secret.ts'],
              text: 'TOP SECRET TEXT',
              staysLocal: true,
            },
          ],
          askCloud: false,
        },
      },
      ...answered('a', 'first', 'because'),
    ]);
    const exported = exportMarkdown(conversation);
    expect(exported).toContain('src/secret.ts');
    expect(exported).toContain('local: devstral');
    expect(exported).not.toContain('TOP SECRET TEXT');
  });
});

describe('a title', () => {
  test.each([
    ['short', 'short'],
    ['\n\n  second line counts\nnot this', 'second line counts'],
    ['', ''],
  ])('of %j is %j', (question, title) => expect(titleFrom(question)).toBe(title));

  test('ends at a word and within 60 characters', () => {
    const title = titleFrom('a question with many words that goes on and on and never seems to end at all');
    expect(title.length).toBeLessThanOrEqual(60);
    expect(title).toMatch(/\w…$/);
  });
});

describe('a slash command', () => {
  test('is taken from the front of the question', () => {
    const parsed = parseQuestion('/explain this part', ownSlashCommands);
    expect(parsed.command?.name).toBe('explain');
    expect(parsed.text).toBe('this part');
  });

  test.each(['/unknown thing', 'a /explain inside', '/explainer', 'src/explain x'])(
    'is not seen in %j',
    (text) => expect(parseQuestion(text, ownSlashCommands)).toEqual({ text }),
  );

  test('comes from a prompt file without its front matter', () => {
    const command = promptFileCommand(
      '.github/prompts/release notes.prompt.md',
      '---\nmode: agent\ntools: [terminal]\n---\nWrite release notes.\n',
    );
    expect(command).toMatchObject({ name: 'release-notes', instruction: 'Write release notes.' });
    expect(promptFileCommand('x.md', '---\na: b\n---\n')).toBeUndefined();
  });
});

describe('fuzzy search', () => {
  const files = [
    'src/core/conversation/conversationStore.ts',
    'src/core/conversation/conversation.ts',
    'test/unit/conversation/store.test.ts',
    'src/editor/webviewShell.ts',
    'README.md',
  ];
  const best = (query: string): string | undefined => fuzzyBest(query, files, (file) => file, 3)[0];

  test.each([
    ['conversation.ts', 'src/core/conversation/conversation.ts'],
    ['cstore', 'src/core/conversation/conversationStore.ts'],
    ['wvs', 'src/editor/webviewShell.ts'],
    ['readme', 'README.md'],
    ['core/conv', 'src/core/conversation/conversation.ts'],
  ])('for %j finds %j first', (query, file) => expect(best(query)).toBe(file));

  test('leaves out what does not hold the letters in order', () => {
    expect(fuzzyScore('zzz', 'src/a.ts')).toBeUndefined();
    expect(fuzzyBest('zzz', files, (file) => file, 3)).toEqual([]);
  });
});
