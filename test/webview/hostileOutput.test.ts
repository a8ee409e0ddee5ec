// @vitest-environment jsdom
import { beforeEach, describe, expect, test } from 'vitest';

import { answer, answered, openChat, turn, type ChatPage } from './chatPage.ts';
import { hostileAnswers } from './hostileAnswers.ts';

let page: ChatPage;

beforeEach(() => {
  page = openChat();
});

/** Elements and attributes through which a page loads, runs or navigates by itself. */
function actsByItself(root: ParentNode): string[] {
  const found: string[] = [];
  for (const each of root.querySelectorAll('*')) {
    const tag = each.tagName.toLowerCase();
    if (
      /^(script|style|iframe|object|embed|img|video|audio|source|link|meta|base|form|svg|math|a|input)$/.test(
        tag,
      )
    ) {
      found.push(tag);
    }
    for (const { name } of each.attributes) {
      if (
        /^on|^(src|srcset|href|action|formaction|background|poster|data|style|ping|xlink:href)$/.test(name)
      ) {
        found.push(`${tag}[${name}]`);
      }
    }
  }
  return found;
}

describe('an answer that is', () => {
  test.each(hostileAnswers)('%s loads and runs nothing', async (_name, text) => {
    await answered(page, text, 3);
    expect(actsByItself(document.querySelector('article') ?? document)).toEqual([]);
    page.show({
      turns: [
        turn({ question: text, answers: [answer({ text, reasoning: text, problem: text, model: text })] }),
      ],
    });
    const article = document.querySelector('section.turn');
    expect(actsByItself(article ?? document)).toEqual([]);
  });
});

describe('a link', () => {
  test('shows the host it goes to, whatever its words say', async () => {
    const shown = await answered(page, '[https://github.com/good](https://evil.test/x)');
    const link = shown.querySelector<HTMLElement>('[role=link]');
    expect(link?.dataset['host']).toBe('evil.test');
    expect(link?.getAttribute('aria-description')).toBe('opens evil.test');
  });

  test('shows a look-alike host in its ASCII form', async () => {
    const shown = await answered(page, '[x](https://gіthub.com/)');
    expect(shown.querySelector<HTMLElement>('[role=link]')?.dataset['host']).toMatch(/^xn--/);
  });

  test('is opened by the host alone, with its full address', async () => {
    const shown = await answered(page, '[x](https://example.com/a?b=c)');
    shown.querySelector<HTMLElement>('[role=link]')?.click();
    expect(page.commands('openLink')).toEqual([{ url: 'https://example.com/a?b=c' }]);
  });

  test('is opened with the keyboard', async () => {
    const shown = await answered(page, '[x](https://example.com/)');
    const link = shown.querySelector<HTMLElement>('[role=link]');
    expect(link?.tabIndex).toBe(0);
    link?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    expect(page.commands('openLink')).toHaveLength(1);
  });

  test.each(['javascript:alert(1)', 'command:a.b', 'vscode://x/y', 'data:text/html,x', 'file:///etc/passwd'])(
    'to %s is no link',
    async (url) => {
      const shown = await answered(page, `[x](${url})`);
      for (const each of shown.querySelectorAll<HTMLElement>('*')) each.click();
      expect(page.commands('openLink')).toEqual([]);
      expect(page.commands('openFile')).toEqual([]);
    },
  );

  test('to a file of the workspace opens at its line', async () => {
    const shown = await answered(page, 'See `src/a.ts:12` and [b](src/b.ts#L7).');
    for (const each of shown.querySelectorAll<HTMLElement>('[role=link]')) each.click();
    expect(page.commands('openFile')).toEqual([
      { path: 'src/a.ts', line: 12 },
      { path: 'src/b.ts', line: 7 },
    ]);
  });

  test.each(['../../etc/passwd.txt:1', '/etc/passwd.txt:1', 'C:/x/y.txt:1'])(
    'never leads to %s',
    async (path) => {
      const shown = await answered(page, `\`${path}\``);
      expect(shown.querySelector('[role=link]')).toBeNull();
    },
  );
});

describe('text that hides something', () => {
  test('of a terminal is shown without its sequences', async () => {
    const shown = await answered(
      page,
      'a\u001b[31mred\u001b[0m \u001b]8;;https://evil.test\u0007link\u001b]8;;\u0007 b\u0007\u0000',
    );
    expect(shown.textContent).toContain('ared link b');
    expect(shown.textContent).not.toMatch(/[\u0000-\u0008\u001b]/);
  });

  test('that reorders what is read is made visible, in code too', async () => {
    const shown = await answered(page, 'a\u202Eb `c\u2066d`\n\n```js\nif (x) {\u202E return }\n```\n');
    expect(shown.textContent).toContain('a[U+202E]b');
    expect(shown.textContent).toContain('c[U+2066]d');
    expect(shown.textContent).toContain('if (x) {[U+202E] return }');
  });

  test('is what is inserted and run: exactly what is seen', async () => {
    const shown = await answered(page, '```sh\nls\u200b -la\u202e\n```\n');
    for (const button of shown.querySelectorAll('button')) button.click();
    expect(page.commands('code')).toHaveLength(5);
    for (const sent of page.commands('code')) expect(sent).toMatchObject({ text: 'ls[U+200B] -la[U+202E]' });
  });

  test('in tags and zero-width characters is gone from prose', async () => {
    const shown = await answered(page, `a\u200bb\u{e0041}\u{e0042}\ufeffc`);
    expect(shown.textContent?.trim()).toBe('abc');
  });

  test('with honest joiners stays as it is', async () => {
    const shown = await answered(page, '👩\u200d💻 می\u200cخواهم');
    expect(shown.textContent?.trim()).toBe('👩\u200d💻 می\u200cخواهم');
  });

  test('with broken surrogates is shown with a replacement character', async () => {
    const shown = await answered(page, 'a\ud800b \udc00');
    expect(shown.textContent?.trim()).toBe('a\ufffdb \ufffd');
  });
});

describe('an answer that is too much', () => {
  test('10 million characters on one line are shown without being parsed', async () => {
    const shown = await answered(page, 'x'.repeat(10_000_000), 1_000_000);
    expect(shown.textContent?.length).toBe(10_000_000);
    expect(shown.querySelectorAll(':not(pre):not(div)').length).toBe(0);
  }, 120_000);

  test('100,000 lines of code show 2,000 and the rest on demand', async () => {
    const code = Array.from({ length: 100_000 }, (_, at) => `const a${at} = ${at};`).join('\n');
    const shown = await answered(page, `\`\`\`ts\n${code}\n\`\`\`\n`, 500_000);
    expect(shown.querySelector('code')?.textContent?.split('\n')).toHaveLength(2000);
    const more = shown.querySelector<HTMLButtonElement>('button.more');
    more?.click();
    expect(shown.querySelector('code')?.textContent).toBe(code);
    page.byName('article button', 'Copy').click();
    expect((page.commands('code')[0] as { text: string }).text).toBe(code);
  }, 120_000);

  test('is cleaned like any other, while it streams and after', async () => {
    const line = 'if (x) {\u202e return }\u200b\n';
    page.show({ isWorking: true, turns: [turn({ answers: [answer({ status: 'streaming' })] })] });
    page.notify('chunk', { answerId: 'answer-1', text: `\`\`\`ts\n${line.repeat(1000)}`, reasoning: '' });
    await page.frame();
    expect(document.querySelector('.markdown')?.textContent).not.toMatch(/[\u202e\u200b]/);
    const shown = await answered(openChat(), `\`\`\`ts\n${line.repeat(9000)}\`\`\`\n`, 100_000);
    expect(shown.textContent).toContain('{[U+202E] return }[U+200B]');
    expect(shown.textContent).not.toMatch(/[\u202e\u200b]/);
  }, 120_000);

  test('100,000 unclosed brackets and quotes end', async () => {
    await answered(page, '['.repeat(20_000) + '> '.repeat(5000) + '*'.repeat(20_000), 5000);
    await answered(openChat(), `${'- '.repeat(3000)}x\n`.repeat(3), 5000);
  });
});
