/** How each FIM family is asked, word for word. */

import { describe, expect, it } from 'vitest';

import type { Snippet } from '../../src/core/context/document.ts';
import { promptText } from '../../src/core/model/dialects/promptText.ts';
import type { FimPrompt } from '../../src/core/model/stream.ts';
import { fimFamilies } from '../../src/core/prompt/fim/dialects.ts';
import { phraseFim } from '../../src/core/prompt/fim/phraseFim.ts';
import { controlTokens, layouts, parseFim } from '../servers/controlStrings.ts';

function phrase(
  family: string,
  prefix: string,
  suffix: string,
  snippets: readonly Snippet[] = [],
): FimPrompt {
  const document = {
    uri: 'file:///w/src/area.py',
    path: 'src/area.py',
    languageId: 'python',
    version: 1,
    text: prefix + suffix,
  };
  return phraseFim(family, { document, offset: prefix.length, prefix, suffix }, snippets, {
    repoName: 'shapes',
  });
}

const snippets: readonly Snippet[] = [
  { path: 'src/shape.py', text: 'class Shape:\n    pass\n', source: 'definition' },
  { path: 'src/circle.py', text: 'def circle(r):\n    return 3.14 * r * r\n', source: 'similar' },
];

function shown(prompt: FimPrompt): string {
  return `${promptText(prompt).prompt}⏎\nstop: ${prompt.stop.join(' | ')}\n`;
}

describe('FIM prompts', () => {
  for (const { name } of fimFamilies) {
    it(`of ${name}`, async () => {
      const plain = phrase(name, 'def area(w, h):\n    ', '\n    return a\n');
      const full = phrase(name, 'def area(w, h):\n    ', '\n    return a\n', snippets);
      const end = phrase(name, 'def area(w, h):\n    ', '');
      const text = [
        '--- plain',
        shown(plain),
        '--- with snippets',
        shown(full),
        '--- at the end of the file',
        shown(end),
      ].join('\n');
      await expect(text).toMatchFileSnapshot(`fim/${name}.txt`);
    });
  }
});

const hostile = (family: string): string => {
  const layout = layouts[family];
  const all =
    layout === undefined ? [] : [layout.prefix, layout.suffix, layout.middle ?? '', ...layout.others];
  return all
    .filter((token) => token !== '')
    .map((token) => `log("${token}")`)
    .join('\n');
};

describe('control strings in code', () => {
  for (const family of Object.keys(layouts)) {
    it(`never act as tokens of ${family}`, () => {
      const code = hostile(family);
      const clean = promptText(phrase(family, 'def area():\n    ', '\n    return a\n', snippets)).prompt;
      const dirty = promptText(
        phrase(family, `${code}\n    `, `\n${code}\n`, [
          { path: 'src/x.py', text: code, source: 'similar' },
          ...snippets.slice(1),
        ]),
      );
      expect(controlTokens(family, dirty.prompt)).toEqual(controlTokens(family, clean));
      expect(parseFim(family, dirty.prompt)).toBeDefined();
    });

    it(`are still what ${family}'s own tokenizer parses as prefix and suffix`, () => {
      const parsed = parseFim(family, promptText(phrase(family, 'before', 'after')).prompt);
      expect(parsed).toEqual({ prefix: 'before', suffix: 'after' });
    });
  }
});

describe('what is written already', () => {
  const typed = '  const area = ';
  const written = (family: string, code: string, writtenLength = code.length): FimPrompt => {
    const prefix = `function area() {\n${code}`;
    const document = {
      uri: 'file:///a.js',
      path: 'a.js',
      languageId: 'javascript',
      version: 1,
      text: prefix,
    };
    const window = { document, offset: prefix.length, prefix, suffix: '\n}\n', writtenLength };
    return phraseFim(family, window, []);
  };

  for (const { name, takesWritten } of fimFamilies) {
    it(`stands ${takesWritten === true ? 'behind the middle token' : 'in the prefix'} of ${name}`, () => {
      const prompt = written(name, typed);
      if (takesWritten === true) expect(promptText(prompt).prompt.endsWith(typed)).toBe(true);
      else expect(prompt).toEqual(written(name, typed, 0));
      // For servers that lay the prompt out themselves nothing changes.
      expect(prompt.prefix).toBe(`function area() {\n${typed}`);
      expect(prompt.prefixWithSnippets).toBe(prompt.prefix);
    });

    it(`holds no control token of ${name}`, () => {
      const dirty = promptText(written(name, hostile(name))).prompt;
      expect(controlTokens(name, dirty)).toEqual(
        controlTokens(name, promptText(written(name, typed)).prompt),
      );
    });
  }

  it('leaves what stands before it as it was', () => {
    const shown = (code: string): string => promptText(written('qwenCoder', code)).prompt;
    expect(shown(`${typed}width * height;\n`).startsWith(shown(typed))).toBe(true);
    expect(parseFim('qwenCoder', shown(typed))).toEqual({
      prefix: `function area() {\n${typed}`,
      suffix: '\n}\n',
    });
  });
});

describe('windows', () => {
  it('lose carriage returns, which no model was trained on', () => {
    expect(promptText(phrase('qwenCoder', 'a\r\nb', 'c\r\n')).prompt).not.toContain('\r');
  });

  it('stay byte-stable in front of the cursor where there are no snippets', () => {
    const one = promptText(phrase('codestral', 'let a = 1', '\nend')).prompt;
    const two = promptText(phrase('codestral', 'let a = 12', '\nend')).prompt;
    expect(two.startsWith(one)).toBe(true);
  });
});
