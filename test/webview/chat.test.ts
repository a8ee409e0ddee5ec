// @vitest-environment jsdom
import { beforeEach, describe, expect, test, vi } from 'vitest';

import { answer, answered, openChat, turn, type ChatPage } from './chatPage.ts';

let page: ChatPage;

beforeEach(() => {
  page = openChat();
});

function box(): HTMLTextAreaElement {
  return page.byName('textarea', 'Ask Tandem') as HTMLTextAreaElement;
}

function type(text: string): void {
  box().value = text;
  box().setSelectionRange(text.length, text.length);
  box().dispatchEvent(new Event('input'));
}

function press(key: string, changes: KeyboardEventInit = {}): void {
  box().dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true, ...changes }));
}

async function respond(result: unknown): Promise<void> {
  const asked = page.sent.findLast((message) => message.kind === 'request');
  if (asked?.kind !== 'request') throw new Error('nothing was asked');
  page.receive({ kind: 'response', id: asked.id, result });
  await page.frame();
}

describe('asking', () => {
  test('tells the host that the view is there', () => expect(page.commands('ready')).toEqual([{}]));

  test('sends with Enter, keeps a line break with Shift', () => {
    page.show();
    type('why?');
    press('Enter', { shiftKey: true });
    expect(page.commands('send')).toEqual([]);
    press('Enter');
    expect(page.commands('send')).toEqual([{ text: 'why?' }]);
    expect(box().value).toBe('');
  });

  test('does not send while a word is being composed', () => {
    page.show();
    type('にほ');
    press('Enter', { isComposing: true });
    expect(page.commands('send')).toEqual([]);
  });

  test('shows Send when idle and Stop while an answer comes', () => {
    page.show();
    expect(page.byName('vscode-button', 'Send').hidden).toBe(false);
    expect(page.byName('vscode-button', 'Stop').hidden).toBe(true);
    page.show({ isWorking: true });
    expect(page.byName('vscode-button', 'Send').hidden).toBe(true);
    page.byName('vscode-button', 'Stop').click();
    expect(page.commands('stop')).toEqual([{}]);
  });

  test('keeps the draft for the next opening', () => {
    type('half a thou');
    expect(page.kept()).toEqual({ draft: 'half a thou' });
  });

  test('offers slash commands by keyboard', () => {
    page.show();
    type('/');
    expect([...document.querySelectorAll('[role=option]')]).toHaveLength(2);
    press('ArrowDown');
    press('Enter');
    expect(box().value).toBe('/fix ');
    expect(page.commands('send')).toEqual([]);
  });

  test('offers mentions and adds the chosen one', async () => {
    page.show();
    type('look at @par');
    const asked = page.sent.at(-1);
    expect(asked).toMatchObject({ kind: 'request', name: 'mentions', params: { query: 'par' } });
    await respond([
      { id: 'file:1', kind: 'file', label: 'parse.ts', detail: 'src/parse.ts', staysLocal: true },
    ]);
    expect(document.querySelector('[role=option]')?.textContent).toContain('stays local');
    press('Tab');
    expect(page.commands('addMention')).toEqual([{ mentionId: 'file:1' }]);
    expect(box().value).toBe('look at ');
  });

  test('shows a question whose context is looked up, and takes it back when it is stopped', () => {
    page.show({ isWorking: true, preparing: 'where is it?' });
    expect(document.querySelector('.question-text')?.textContent).toBe('where is it?');
    expect(document.querySelector('.waiting')?.textContent).toContain('Looking for context');
    page.byName('vscode-button', 'Stop').click();
    expect(page.commands('stop')).toEqual([{}]);
    page.show();
    page.notify('draft', { text: 'where is it?' });
    expect(box().value).toBe('where is it?');
    expect(document.querySelector<HTMLElement>('.question')?.closest<HTMLElement>('.turn')?.hidden).toBe(
      true,
    );
  });

  test('puts a question that comes back before what was written since', () => {
    page.show();
    type('and then');
    page.notify('draft', { text: 'where is it?' });
    expect(box().value).toBe('where is it?\nand then');
  });

  test('says why nothing was added, until something is written', () => {
    page.show();
    const note = (): HTMLElement | null => document.querySelector<HTMLElement>('.composer [role=status]');
    expect(note()?.hidden).toBe(true);
    page.notify('note', { sentence: 'Nothing is staged.' });
    expect(note()?.textContent).toBe('Nothing is staged.');
    expect(note()?.hidden).toBe(false);
    type('x');
    expect(note()?.hidden).toBe(true);
  });

  test('takes files that are dragged onto the box, from the explorer or from outside', () => {
    page.show();
    const drop = (lists: Readonly<Record<string, string>>): Event => {
      const event = new Event('drop', { bubbles: true, cancelable: true });
      return Object.assign(event, { dataTransfer: { getData: (type: string) => lists[type] ?? '' } });
    };
    const explorer = 'file:///shop/src/cart.ts\r\nfile:///shop/src/order.ts';
    const dropped = drop({ 'application/vnd.code.uri-list': explorer, 'text/uri-list': 'file:///other' });
    box().dispatchEvent(dropped);
    expect(dropped.defaultPrevented).toBe(true);
    box().dispatchEvent(drop({ 'text/uri-list': '# a list\nfile:///shop/readme.md\n' }));
    box().dispatchEvent(drop({ 'text/plain': 'words' }));
    expect(page.commands('dropFiles')).toEqual([
      { uris: ['file:///shop/src/cart.ts', 'file:///shop/src/order.ts'] },
      { uris: ['file:///shop/readme.md'] },
    ]);
  });

  test('does not take an address for a mention', () => {
    page.show();
    type('mail me@example');
    expect(page.sent.filter((message) => message.kind === 'request')).toEqual([]);
  });

  test('shows what would not fit before it is sent', () => {
    page.show({
      context: { usedTokens: 990, contextTokens: 1000, answerTokens: 8, leftOut: ['src/big.ts'] },
    });
    expect(document.querySelector('.composer')?.textContent).toContain('Would not fit: src/big.ts');
    expect(document.querySelector('.context-text')?.getAttribute('aria-label')).toContain(
      '990 of 1.0k tokens',
    );
  });

  test('shows chips with tokens, and which of them stays local', () => {
    const chip = {
      id: 'c',
      kind: 'file',
      label: '.env',
      detail: '.env',
      tokens: 1234,
      staysLocal: true,
      offered: false,
    };
    page.show({ chips: [chip, { ...chip, id: 'o', label: 'a.ts:1-2', staysLocal: false, offered: true }] });
    expect(document.querySelector('.chip')?.textContent).toContain('1.2k tokens');
    expect(document.querySelector('.chip')?.textContent).toContain('stays local');
    page.byName('button', 'Remove .env').click();
    page.byName('button', 'Add a.ts:1-2').click();
    expect(page.commands('removeChip')).toEqual([{ chipId: 'c' }]);
    expect(page.commands('takeOffered')).toEqual([{ chipId: 'o' }]);
  });

  test('asks for the word of the person on what would go to the cloud', () => {
    page.show({ pending: { turnId: 't', sentence: 'Send this to gpt?' } });
    expect(document.querySelector('.pending')?.textContent).toContain('Send this to gpt?');
    const button = page.byName('.pending vscode-button', 'Send to the cloud');
    page.show({ pending: { turnId: 't', sentence: 'Send this to gpt?' }, title: 'changed' });
    expect(button.isConnected).toBe(true);
    button.click();
    page.byName('.pending button', 'See what would be sent').click();
    page.byName('.pending vscode-button', 'Cancel').click();
    expect(page.commands('decidePending')).toEqual([{ send: true }, { send: false }]);
    expect(page.commands('preview')).toEqual([{ turnId: 't' }]);
    page.show();
    expect(document.querySelector<HTMLElement>('.pending')?.hidden).toBe(true);
  });

  test('follows the selection without the conversation being sent again', async () => {
    await answered(page, 'An answer.');
    const article = document.querySelector('article');
    const chip = {
      id: 'o',
      kind: 'selection',
      label: 'a.ts:1-2',
      detail: '',
      tokens: 5,
      staysLocal: false,
      offered: true,
    };
    page.notify('around', {
      chips: [chip],
      context: { usedTokens: 1, contextTokens: 10, answerTokens: 2, leftOut: [] },
      index: null,
    });
    page.byName('button', 'Add a.ts:1-2');
    expect(document.querySelector('article')).toBe(article);
  });

  test('shows how far the codebase is read, and pauses', () => {
    page.show({ index: { done: 1200, total: 20_000, isPaused: false } });
    expect(document.querySelector('.reading')?.textContent).toContain('1.2k of 20.0k files');
    page.byName('.reading button', 'Pause').click();
    page.show({ index: { done: 1200, total: 20_000, isPaused: true } });
    page.byName('.reading button', 'Go on').click();
    expect(page.commands('pauseIndex')).toEqual([{ on: true }, { on: false }]);
  });

  test('can begin with a command from the empty view', () => {
    page.show();
    page.byName('.welcome button', 'Explain this code').click();
    expect(box().value).toBe('/explain ');
    expect(page.commands('send')).toEqual([]);
  });

  test('offers to ask again where a question has no answer', () => {
    page.show({ turns: [turn({ answers: [], selectedAnswerId: '' })] });
    page.byName('vscode-button', 'Try again here').click();
    expect(page.commands('regenerate')).toEqual([{ turnId: 'turn-1' }]);
  });

  test('keeps a cloud choice that a state on its way does not know yet, and then shows what the host says', () => {
    vi.useFakeTimers();
    try {
      const unasked = { cloud: { isConfigured: true, name: 'openai', askNext: false } };
      page.show(unasked);
      const choice = document.querySelector<HTMLInputElement>('#ask-cloud');
      choice?.click();
      expect(page.commands('askCloudNext')).toEqual([{ on: true }]);
      page.show(unasked);
      expect(choice?.checked).toBe(true);
      vi.advanceTimersByTime(2000);
      expect(choice?.checked).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  test('has no cloud switch where there is no cloud', () => {
    page.show({ cloud: { isConfigured: false, name: '', askNext: false } });
    expect(document.querySelector<HTMLElement>('.cloud-row')?.hidden).toBe(true);
  });
});

describe('an answer', () => {
  test('is an article that says its route and names its model', async () => {
    await answered(page, 'because');
    const article = document.querySelector<HTMLElement>('article');
    expect(article?.dataset['route']).toBe('local');
    expect(article?.textContent).toContain('devstral');
  });

  test('says why it was escalated', () => {
    page.show({
      turns: [
        turn({ answers: [answer({ route: 'cloud', why: 'escalated: the local answer failed refusal' })] }),
      ],
    });
    const article = document.querySelector<HTMLElement>('article');
    expect(article?.dataset['route']).toBe('cloud');
    expect(article?.textContent).toContain('failed refusal');
  });

  test('that failed its checks shows the reason and three ways on', () => {
    const failed = answer({
      awaitsDecision: true,
      failedChecks: [{ name: 'refusal', message: 'The model declined.' }],
    });
    page.show({ turns: [turn({ answers: [failed] })] });
    expect(document.querySelector('article')?.textContent).toContain('The model declined.');
    for (const name of ['Ask the cloud', 'Try again here', 'Keep'])
      page.byName('article vscode-button', name).click();
    expect(page.commands('decide')).toEqual(
      ['send', 'tryAgainHere', 'keep'].map((choice) => ({ turnId: 'turn-1', answerId: 'answer-1', choice })),
    );
  });

  test('never offers a cloud that is not there', () => {
    page.show({ turns: [turn({ answers: [answer({ awaitsDecision: true, canAskCloud: false })] })] });
    expect(() => page.byName('article vscode-button', 'Ask the cloud')).toThrow();
    page.byName('article vscode-button', 'Keep');
  });

  test('that never stops being the same text is drawn once and kept', async () => {
    const text = 'One.\n\nTwo.\n\n';
    page.show({ isWorking: true, turns: [turn({ answers: [answer({ status: 'streaming' })] })] });
    page.notify('chunk', { answerId: 'answer-1', text: `${text}Thr`, reasoning: '' });
    await page.frame();
    const first = document.querySelector('article .block');
    page.notify('chunk', { answerId: 'answer-1', text: 'ee.', reasoning: '' });
    await page.frame();
    expect(document.querySelector('article .block')).toBe(first);
    page.show({ turns: [turn({ answers: [answer({ text: `${text}Three.` })] })] });
    expect(document.querySelector('article .block')).toBe(first);
    expect([...document.querySelectorAll('article p')].map((each) => each.textContent)).toEqual([
      'One.',
      'Two.',
      'Three.',
    ]);
  });

  test.each([1, 3, 7, 1000])(
    'looks the same however it was cut into pieces (%d characters)',
    async (length) => {
      const text = [
        '# Title',
        '',
        'Some **bold** text\nover two lines.',
        '',
        '- a',
        '- b',
        '',
        '  still b',
        '',
        '- c',
        '',
        '1. one',
        '2. two',
        '',
        '```ts path=src/a.ts',
        'const a = 1;',
        '',
        '',
        'const b = 2;',
        '```',
        'After.',
        '',
        '| a | b |',
        '|---|---|',
        '| 1 | 2 |',
        '',
        '> quoted',
        '',
        '~~~',
        '```',
        '~~~',
        '',
        'End.',
      ].join('\n');
      const streamedHtml = (await answered(page, text, length)).innerText ?? '';
      const shape = (root: ParentNode): string[] =>
        [...root.querySelectorAll('.markdown *')].map((each) => each.tagName);
      const streamed = shape(document);
      await answered(openChat(), text, text.length);
      expect(streamed).toEqual(shape(document));
      expect(streamed).toContain('TABLE');
      expect(streamedHtml).toBeDefined();
    },
  );

  test('says that it is on its way until its first word', () => {
    const waiting = (): boolean | undefined =>
      document.querySelector('article .waiting')?.hasAttribute('hidden');
    page.show({ isWorking: true, turns: [turn({ answers: [answer({ status: 'streaming' })] })] });
    expect(waiting()).toBe(false);
    page.notify('chunk', { answerId: 'answer-1', text: '', reasoning: 'hm' });
    expect(waiting()).toBe(false);
    page.notify('chunk', { answerId: 'answer-1', text: 'So', reasoning: '' });
    expect(waiting()).toBe(true);
  });

  test('keeps the nodes that are the same while a list and its code grow', async () => {
    page.show({ isWorking: true, turns: [turn({ answers: [answer({ status: 'streaming' })] })] });
    const stream = async (text: string): Promise<void> => {
      page.notify('chunk', { answerId: 'answer-1', text, reasoning: '' });
      await page.drawn();
    };
    await stream('- one\n- two\n  ```ts\n  a();\n  ```\n- thr');
    const [first, second] = document.querySelectorAll('article li');
    const code = document.querySelector('article .code-block');
    await stream('ee and **more**');
    expect([...document.querySelectorAll('article li')].slice(0, 2)).toEqual([first, second]);
    expect(document.querySelectorAll('article li')[0]).toBe(first);
    expect(document.querySelector('article .code-block')).toBe(code);
    expect(document.querySelectorAll('article li')[2]?.textContent).toContain('three and more');
  });

  test('grows a block of code in place, without the fence that will end it', async () => {
    page.show({ isWorking: true, turns: [turn({ answers: [answer({ status: 'streaming' })] })] });
    const stream = async (text: string): Promise<void> => {
      page.notify('chunk', { answerId: 'answer-1', text, reasoning: '' });
      await page.drawn();
    };
    await stream('Look:\n\n```t');
    expect(document.querySelector('article .code-block')).toBeNull();
    await stream('s path=src/a.ts\nconst a = 1;\ncon');
    const block = document.querySelector('article .code-block');
    expect(block?.querySelector('.code-name')?.textContent).toBe('src/a.ts');
    expect(block?.querySelector('code')?.textContent).toBe('const a = 1;\ncon');
    await stream('st b = 2;\n``');
    expect(block?.querySelector('code')?.textContent).toBe('const a = 1;\nconst b = 2;\n');
    page.byName('article button', 'Copy').click();
    expect((page.commands('code')[0] as { text: string }).text).toContain('const b = 2;');
    await stream('`\nDone.');
    expect(document.querySelector('article .code-block')).toBe(block);
    expect(block?.querySelector('code')?.textContent).toBe('const a = 1;\nconst b = 2;');
    expect(block?.querySelectorAll('.hljs-keyword')).toHaveLength(2);
  });

  test('folds its reasoning', () => {
    page.show({ turns: [turn({ answers: [answer({ text: 'yes', reasoning: 'hmm' })] })] });
    const details = document.querySelector<HTMLDetailsElement>('article details');
    expect(details?.open).toBe(false);
    expect(details?.textContent).toContain('hmm');
  });

  test('lets its versions be chosen and compared', () => {
    const answers = [answer(), answer({ id: 'answer-2', route: 'cloud', text: 'better' })];
    page.show({ turns: [turn({ answers, selectedAnswerId: 'answer-2' })] });
    page.byName('article button', 'Previous version').click();
    page.byName('article button', 'Compare the answers').click();
    expect(page.commands('selectAnswer')).toEqual([{ turnId: 'turn-1', answerId: 'answer-1' }]);
    expect(page.commands('compare')).toEqual([{ turnId: 'turn-1' }]);
  });

  test('offers to run only what is a shell, and never runs by itself', async () => {
    await answered(page, '```ts\na()\n```\n\n```bash\nls\n```\n');
    const runs = [...document.querySelectorAll<HTMLElement>('article button')].filter(
      (each) => each.getAttribute('aria-label') === 'Run in terminal',
    );
    expect(runs).toHaveLength(1);
    expect(page.commands('code')).toEqual([]);
    runs[0]?.click();
    expect(page.commands('code')).toEqual([{ action: 'run', text: 'ls', language: 'bash', path: '' }]);
  });

  test('names the file of its code', async () => {
    await answered(page, '```ts path=src/a.ts\nx\n```\n');
    page.byName('article button', 'Apply to file').click();
    expect(page.commands('code')).toMatchObject([{ action: 'apply', path: 'src/a.ts', language: 'ts' }]);
  });
});

describe('a question', () => {
  test('leads to every place that went along with it', () => {
    const attached = (kind: string, label: string) => ({ kind, label, staysLocal: false });
    page.show({
      turns: [
        turn({
          attachments: [
            attached('selection', 'src/a.ts:3-8'),
            attached('symbol', 'findTea (src/b.ts:13)'),
            attached('problems', 'Problems (2)'),
          ],
        }),
      ],
    });
    for (const chip of document.querySelectorAll<HTMLElement>('.question .chip')) chip.click();
    expect(page.commands('openFile')).toEqual([
      { path: 'src/a.ts', line: 3 },
      { path: 'src/b.ts', line: 13 },
    ]);
  });

  test('is edited in place and asked again as a branch', () => {
    page.show({ turns: [turn()] });
    page.byName('.question button', 'Edit and ask again').click();
    const edit = document.querySelector<HTMLTextAreaElement>('.edit-box');
    if (edit === null) throw new Error('no box');
    edit.value = 'why not?';
    edit.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }));
    expect(page.commands('editTurn')).toEqual([{ turnId: 'turn-1', text: 'why not?' }]);
  });

  test('keeps its edit box open while other things change', () => {
    page.show({ turns: [turn()] });
    page.byName('.question button', 'Edit and ask again').click();
    page.show({ turns: [turn()], rules: ['AGENTS.md'] });
    expect(document.querySelector('.edit-box')).not.toBeNull();
  });

  test('with several versions leads from one to the next', () => {
    page.show({ turns: [turn({ branches: ['turn-0', 'turn-1'] })] });
    page.byName('.question button', 'Previous version').click();
    expect(page.commands('selectBranch')).toEqual([{ turnId: 'turn-0' }]);
  });
});

describe('conversations', () => {
  const item = {
    id: 'c2',
    title: 'Parsers',
    updated: 1,
    when: 'today',
    turns: 2,
    excerpt: 'Pratt',
    isOpen: false,
  };

  test('are listed, opened, renamed, exported and deleted', async () => {
    page.show();
    page.byName('header button', 'Conversations').click();
    await respond([item]);
    page.byName('button', 'Export as Markdown: Parsers').click();
    page.byName('button', 'Rename: Parsers').click();
    const rename = document.querySelector<HTMLInputElement>('.rename-box');
    if (rename === null) throw new Error('no box');
    rename.value = 'Better';
    rename.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    page.byName('button', 'Better').click();
    page.byName('button', 'Delete: Better').click();
    expect(page.commands('exportConversation')).toEqual([{ conversationId: 'c2' }]);
    expect(page.commands('renameConversation')).toEqual([{ conversationId: 'c2', title: 'Better' }]);
    expect(page.commands('openConversation')).toEqual([{ conversationId: 'c2' }]);
    expect(page.commands('deleteConversation')).toEqual([{ conversationId: 'c2' }]);
  });

  test('say when none is found', async () => {
    page.show();
    page.byName('header button', 'Conversations').click();
    await respond([]);
    expect(document.querySelector('.conversation-list')?.textContent).toBe('No conversations found.');
  });
});

describe('a screen reader', () => {
  const heard = (): string[] =>
    [...document.querySelectorAll('[aria-live] p')].map((each) => each.textContent ?? '');

  test('hears whole sentences, and of code only how long it is', () => {
    page.show({ isWorking: true, turns: [turn({ answers: [answer({ status: 'streaming' })] })] });
    const text = 'The loop never ends. Do this:\n```ts\nlet a. b\n```\nThen run it. And';
    for (const character of text)
      page.notify('chunk', { answerId: 'answer-1', text: character, reasoning: '' });
    expect(heard()).toEqual([
      'Answering',
      'The loop never ends.',
      'Do this:',
      'Code block (ts). Lines: 1.',
      'Then run it.',
    ]);
    page.show({ turns: [turn({ answers: [answer({ text })] })] });
    expect(heard().slice(-2)).toEqual(['And', 'Answer complete.']);
  });
});

describe('words', () => {
  test('come from the host, in the language of the editor', () => {
    page = openChat({ askTandem: 'Tandem fragen', send: 'Senden', unknown: 'x' });
    page.show();
    page.byName('textarea', 'Tandem fragen');
    page.byName('vscode-button', 'Senden');
    page.byName('vscode-button', 'Stop');
  });
});
