import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { run as complete } from '../../scripts/verbs/complete.ts';
import { run as replay } from '../../scripts/verbs/replay.ts';
import { codeOracle } from '../../servers/codeOracle.ts';
import { llamacpp } from '../../servers/llamacpp.ts';
import { startStandIn, type StandIn } from '../../servers/standIn.ts';

const finished =
  'export interface Line {\n  readonly grams: number;\n}\n\nexport function total(lines: readonly Line[]): number {\n  let sum = 0;\n  for (const line of lines) {\n    sum += line.grams;\n  }\n  return sum;\n}\n';
const line = '    sum += line.grams;';
const cut = finished.indexOf(line) + 4;
const open = finished.slice(0, cut) + finished.slice(cut + line.length - 4);

async function* input(steps: readonly object[]): AsyncGenerator<Buffer> {
  for (const step of steps) yield Buffer.from(`${JSON.stringify(step)}\n`);
}

describe('without an editor, over real HTTP', () => {
  let server: StandIn;
  let folder: string;

  beforeAll(async () => {
    server = await startStandIn(llamacpp, {
      models: [{ id: 'codestral-22b', fim: 'codestral', contextTokens: 32_768 }],
      answer: codeOracle([finished]),
    });
    folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-headless-'));
    await writeFile(path.join(folder, 'total.ts'), open);
  });

  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('complete tells the suggestion and the request that brought it', async () => {
    const printed: unknown[] = [];
    const parameters = [
      '--server',
      server.url,
      '--file',
      path.join(folder, 'total.ts'),
      '--offset',
      String(cut),
    ];
    await complete(parameters, input([]), (value) => printed.push(value));
    expect(printed).toMatchObject([
      {
        offered: true,
        text: 'sum += line.grams;',
        reason: null,
        request: { url: `${server.url}/completion` },
      },
    ]);
    expect(JSON.stringify(printed)).toContain('[SUFFIX]');
  });

  it.each([
    [['--file', 'x.ts', '--offset', '0']],
    [['--server', 'http://127.0.0.1:9', '--file', '/nowhere/x.ts', '--offset', '0']],
  ])('complete says in one sentence what is wrong with %j', async (parameters) => {
    await expect(complete(parameters, input([]), () => undefined)).rejects.toMatchObject({
      name: 'UsageError',
    });
  });

  it('replay plays edits, takes what is on screen and adds it all up', async () => {
    const place = { path: 'total.ts' };
    const printed: { event: string; text?: string }[] = [];
    const steps = [
      { t: 0, op: 'open', ...place, text: open, language: 'typescript' },
      { t: 20, op: 'cursor', ...place, offset: cut },
      { t: 400, op: 'insert', ...place, offset: cut, text: 's' },
      { t: 1_500, op: 'insert', ...place, offset: cut + 1, text: 'u' },
      { t: 1_800, op: 'accept', ...place },
      { t: 1_900, op: 'close', ...place },
    ];
    await replay(['--server', server.url], input(steps), (value) => printed.push(value as { event: string }));
    const events = printed.map(({ event }) => event);
    expect(events).toContain('requested');
    expect(printed.find(({ event }) => event === 'accepted')).toMatchObject({ text: 'm += line.grams;' });
    expect(printed.at(-1)).toMatchObject({ event: 'totals', keystrokes: 2, accepted: 1, flickers: 0 });
  });

  it('replay names the line that is no step', async () => {
    const trace = input([
      { t: 0, op: 'open', path: 'a.ts', text: '' },
      { t: 1, op: 'jump', path: 'a.ts' },
    ]);
    await expect(replay(['--server', server.url], trace, () => undefined)).rejects.toThrow(/^Line 2 /);
  });
});
