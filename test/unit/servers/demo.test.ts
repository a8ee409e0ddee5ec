import { describe, expect, it } from 'vitest';

import { copyFromContext } from '../../servers/demoAnswer.ts';
import { startDemo } from '../../servers/demo.ts';

describe('the demo server', () => {
  it('continues a line as an earlier one went on', () => {
    const prefix = 'const total = orderPriceCents(order) / 100;\nprint(total);\nconst again = orderPrice';
    expect(copyFromContext(prefix, '')).toBe('Cents(order) / 100;');
  });

  it('completes a block when the line above it was seen before', () => {
    const other = 'for (const line of lines) {\n  total += line.cents;\n}\n';
    const prefix = 'let total = 0;\nfor (const line of lines) {\n  ';
    expect(copyFromContext(prefix, '\n', [other])).toBe('total += line.cents;\n}');
  });

  it('does not offer what stands behind the cursor already', () => {
    expect(copyFromContext('alpha beta\nalpha ', 'beta')).toBe('');
  });

  it('finishes a word it has seen', () => {
    expect(copyFromContext('function describeOrder() {}\n\nx = descr', '')).toMatch(/^ibeOrder/);
  });

  it('says that it is no model', async () => {
    await using server = await startDemo();
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ messages: [{ role: 'user', content: 'What is love?' }] }),
    });
    const body = (await response.json()) as { choices: { message: { content: string } }[] };
    expect(body.choices[0]?.message.content).toContain('Demo server, no model');
  });

  it.each([
    ['rename total to sum', 'let sum = 0;\n'],
    ['write a broken edit', 'let total = 0;\n'],
  ])('edits as told: %s', async (instruction, expected) => {
    await using server = await startDemo();
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({
        messages: [
          { role: 'system', content: 'Rewrite the code as the instruction says.' },
          { role: 'user', content: `Instruction: ${instruction}\n\`\`\`ts\nlet total = 0;\n\`\`\`\n` },
        ],
      }),
    });
    const body = (await response.json()) as { choices: { message: { content: string } }[] };
    const answer = body.choices[0]?.message.content ?? '';
    if (instruction.includes('broken')) expect(answer).not.toContain(expected);
    else expect(answer).toContain(expected);
  });
});
