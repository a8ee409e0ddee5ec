import { expect, test } from 'vitest';
import { verdictOf } from '../../../src/core/gate/gate.ts';
import { answer, edit, failed, judge, suggestion } from './judging.ts';

const file = 'export function add(a: number, b: number): number {\n  return a + b;\n}\n';

test.each([
  ['white space', answer('  \n\n'), 'empty'],
  ['nothing for a file', edit('a.ts', file, ''), 'empty'],
  ['a refusal in the chat', answer("I'm sorry, but I can't help with that request."), 'refusal'],
  [
    'a refusal in other words',
    answer('Unfortunately we are not able to fulfil this task for you.'),
    'refusal',
  ],
  [
    'a refusal in German',
    answer('Das kann ich leider nicht tun. Ich kann dir bei dieser Anfrage nicht helfen.'),
    'refusal',
  ],
  [
    'a refusal as a comment of a suggestion',
    suggestion('a.ts', 'const a = |;\n', '// Sorry, I cannot complete this request.'),
    'refusal',
  ],
  ['a length limit', answer('Use a map.', { finishReason: 'length' }), 'truncated'],
  ['an open fence', answer('Use this:\n\n```ts\nconst a = 1;\n'), 'truncated'],
  ['an error object', answer('{"error":{"message":"model not loaded"}}'), 'inBandError'],
  [
    'an error page',
    answer('<!DOCTYPE html><html><head><title>504 Gateway Time-out</title></head></html>'),
    'inBandError',
  ],
  ['an error phrase', answer('Error: upstream request timeout'), 'inBandError'],
  ['a chat marker', answer('Use a map.<|im_end|>'), 'leakedTokens'],
  ['a marker of an unknown family', answer('Use a map.<|novel_stop_42|>'), 'leakedTokens'],
  ['a FIM marker in a suggestion', suggestion('a.ts', 'const a = |;\n', '1<fim_suffix>'), 'leakedTokens'],
  ['an instruction marker', answer('[/INST] Use a map.'), 'leakedTokens'],
  ['one sentence over and over', answer('It is a map. '.repeat(60)), 'repetition'],
  [
    'one line over and over',
    suggestion('a.ts', 'call();\n|\nend();\n', 'notify(listener, event);\n'.repeat(12)),
    'repetition',
  ],
])('%s fails', async (_what, judged, check) => {
  expect(await failed(judged)).toContain(check);
});

test.each([
  ['a short answer', answer('Yes.')],
  [
    'an apology that answers',
    answer(
      'Sorry for the confusion. The function returns null because the list is empty:\n\n```ts\nreturn null;\n```\n',
    ),
  ],
  [
    'an answer about what code cannot do',
    answer('The parser cannot help here: it reads one line at a time. Split the text first.'),
  ],
  [
    'a question of errors',
    answer('A 502 Bad Gateway means that the proxy got no answer. Restart the service.'),
  ],
  ['a closed fence', answer('Use this:\n\n```ts\nconst a = 1;\n```\n')],
  ['control tokens in code', answer('Qwen ends a turn with `<|im_end|>`, so stop there.')],
  [
    'control tokens that were there',
    edit(
      't.ts',
      "const end = '<|im_end|>';\n",
      "const end = '<|im_end|>';\nexport const stop = [end, '<|im_end|>'];\n",
    ),
  ],
  [
    'a table',
    edit(
      't.ts',
      'export const rows = [];\n',
      `export const rows = [\n${Array.from({ length: 12 }, (_one, n) => `  [${n}, ${n * 2}, 'row ${n * 7}'],`).join('\n')}\n];\n`,
    ),
  ],
])('%s passes', async (_what, judged) => {
  expect(await failed(judged)).toEqual([]);
});

test('low token probabilities alone are no failure', async () => {
  const logprobs = Array.from({ length: 40 }, () => -4);
  expect((await judge(answer('Use a map.', { logprobs }))).passed).toBe(true);
});

test('low token probabilities are told beside another failure', async () => {
  const logprobs = Array.from({ length: 40 }, () => -4);
  expect(await failed(answer('Use this:\n\n```ts\nconst a', { logprobs }))).toEqual([
    'truncated',
    'lowConfidence',
  ]);
});

test('high token probabilities are no hint', async () => {
  const logprobs = Array.from({ length: 40 }, () => -0.01);
  expect(await failed(answer('Use this:\n\n```ts\nconst a', { logprobs }))).toEqual(['truncated']);
});

test('two hints together fail', () => {
  const hint = (name: string) => ({ name, passed: false, hint: true, ms: 0 });
  expect(verdictOf([hint('a')]).passed).toBe(true);
  expect(verdictOf([hint('a'), hint('b')]).passed).toBe(false);
});

test('a failure tells what was seen and where', async () => {
  const {
    failed: [first],
  } = await judge(answer('Text\n\n```ts\nconst a = 1;'));
  expect(first?.evidence).toEqual({ message: 'A code block is opened and not closed.', line: 2 });
});
