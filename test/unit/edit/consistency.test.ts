import { describe, expect, it } from 'vitest';

import { applyAnswer } from '../../../src/core/edit/applyAnswer.ts';
import { isElision } from '../../../src/core/edit/elision.ts';

const file = [
  'import { open } from "./files";',
  '',
  'export function readSettings(path) {',
  '  const text = open(path);',
  '  return parse(text);',
  '}',
  '',
  'export function writeSettings(path, settings) {',
  '  const text = format(settings);',
  '  return save(path, text);',
  '}',
  '',
].join('\n');

function outcome(answer: string, options: { finished?: boolean; isOnlyFile?: boolean } = {}): string {
  const result = applyAnswer(file, answer, { path: 'src/settings.js', ...options });
  return result.ok ? result.value : result.reason;
}

const block = (search: readonly string[], replace: readonly string[]): string =>
  ['<<<<<<< SEARCH', ...search, '=======', ...replace, '>>>>>>> REPLACE', ''].join('\n');

const changed = (from: string, to: string): string => file.replace(from, to);

describe('an answer whose parts do not go together', () => {
  it('may share the lines around its changes between blocks', () => {
    const answer =
      block(
        ['  const text = open(path);', '  return parse(text);'],
        ['  const text = open(path, "utf8");', '  return parse(text);'],
      ) + block(['  return parse(text);', '}', ''], ['  return parse(text);', '}', '', '// Writes.']);
    expect(outcome(answer)).toBe(
      changed('open(path);', 'open(path, "utf8");').replace('}\n\nexport', '}\n\n// Writes.\nexport'),
    );
  });

  it('is refused where one block shows as it was what another changes', () => {
    const search = ['  const text = open(path);', '  return parse(text);'];
    const answer =
      block(search, ['  const text = read(path);', '  return parse(text);']) +
      block(search, ['  const text = open(path);', '  return parse(text, path);']);
    expect(outcome(answer)).toBe('overlappingBlocks');
  });

  it('is refused where a new line stands beside the place already', () => {
    const answer = block(
      ['  return parse(text);'],
      ['  const text = open(path);', '  return parse(text, path);'],
    );
    expect(outcome(answer)).toBe('ambiguous');
  });

  it('is refused where a line that goes is marked as one that stays', () => {
    const diff = (gone: string): string =>
      [
        '```diff',
        '@@ -3,4 +3,4 @@',
        ' export function readSettings(path) {',
        '   const text = open(path);',
        `${gone}  return parse(text);`,
        '+  return parse(text, path);',
        ' }',
        '```',
        '',
      ].join('\n');
    expect(outcome(diff('-'))).toBe(changed('return parse(text);', 'return parse(text, path);'));
    expect(outcome(diff(' '))).toBe('noMatch');
  });

  it('is refused where it breaks off in the marker of a further block', () => {
    const answer = block(['  return parse(text);'], ['  return parse(text, path);']);
    expect(outcome(`${answer}\n<<<<<<< SEA`)).toBe('truncated');
    expect(outcome(`\`\`\`js\n${answer}`)).toBe('truncated');
    expect(outcome(`\`\`\`js\n${answer}`, { finished: true })).toBe(
      changed('return parse(text);', 'return parse(text, path);'),
    );
  });
});

describe('characters that a model writes otherwise', () => {
  const wanted = changed('parse(text)', 'parse(text, "a" < "b")');

  it('are undone in all blocks once the search lines show it', () => {
    const answer =
      block(['import { open } from &quot;./files&quot;;'], ['import { open } from &quot;./files&quot;;']) +
      block(['  return parse(text);'], ['  return parse(text, &quot;a&quot; &lt; &quot;b&quot;);']);
    expect(outcome(answer)).toBe(wanted);
  });

  it('are refused where nothing shows what is meant', () => {
    const answer = block(['  return parse(text);'], ['  return parse(text, &quot;a&quot;);']);
    expect(outcome(answer)).toBe('quotesDiffer');
  });

  it('are undone in a whole file by the lines that stay', () => {
    const all = wanted.replaceAll('"', '&quot;').replaceAll('<', '&lt;');
    expect(outcome(`\`\`\`js\n${all}\`\`\`\n`)).toBe(wanted);
  });

  it('are kept where the blanks behind lines may be part of the edit', () => {
    const before = file.replace('{\n', '{  \n');
    const after = file.replace('parse(text)', 'parse(text, path)');
    const result = applyAnswer(before, `\`\`\`js\n${after}\`\`\`\n`, {});
    expect(result.ok ? result.value : result.reason).toBe('blanksDiffer');
  });
});

describe('an answer that names another file', () => {
  const line = '  return parse(text);';

  it('is refused unless its search lines are beyond doubt', () => {
    expect(outcome(`src/other.js\n${block([line], ['  return null;'])}`)).toBe('otherFile');
    const sure = ['export function readSettings(path) {', '  const text = open(path);', line];
    const told = block(sure, [...sure.slice(0, 2), '  return null;']);
    expect(outcome(`lib/settings.js\n${told}`)).toBe(changed(line, '  return null;'));
    expect(outcome(`path/to/your_file.js\n${told}`)).toBe(changed(line, '  return null;'));
    expect(outcome(`src/other.js\n${told}`), 'twins share whole functions').toBe('otherFile');
  });

  it('means the only file that the model was shown', () => {
    const answer = `src/other.js\n${block([line], ['  return null;'])}`;
    expect(outcome(answer, { isOnlyFile: true })).toBe(changed(line, '  return null;'));
  });
});

it('drops reasoning of which a server kept the first tag', () => {
  const thoughts = `First I thought of this:\n\`\`\`js\nlet a = 1;\n\`\`\`\n</think>\n\n`;
  const answer = thoughts + block(['  return parse(text);'], ['  return null;']);
  expect(outcome(answer)).toBe(changed('return parse(text);', 'return null;'));
});

describe('a line that stands for code left out', () => {
  it.each([
    '// ... existing code ...',
    '// (other functions omitted for brevity)',
    '  // Existing implementation here',
    '# [unchanged code omitted]',
    '// The rest of your code goes here',
    '[... rest of the document ...]',
    '// … same as before …',
  ])('%s', (line) => {
    expect(isElision(line)).toBe(true);
  });

  it.each([
    '...rest,',
    '      ...(options.key ? {} : { key }),',
    '// existing users are kept',
    '# be the same class',
    '#[cfg(test)]',
    '// See the rest of the docs',
  ])('is not %s', (line) => {
    expect(isElision(line)).toBe(false);
  });
});
