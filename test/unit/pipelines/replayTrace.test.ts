import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';

import { run as replay } from '../../scripts/verbs/replay.ts';
import { codeOracle } from '../../servers/codeOracle.ts';
import { llamacpp } from '../../servers/llamacpp.ts';
import { startStandIn, type StandIn } from '../../servers/standIn.ts';

const finished = 'function area(side) {\n  const result = side * side;\n  return result;\n}\n';
const open = finished.replace('  const result = side * side;\n', '  \n');
const at = open.indexOf('  \n') + 2;

interface Line {
  readonly event: string;
  readonly text?: string;
  readonly reason?: string;
  readonly requested?: number;
  readonly offered?: number;
  readonly accepted?: number;
}

async function* input(steps: readonly object[]): AsyncGenerator<Buffer> {
  for (const step of steps) yield Buffer.from(`${JSON.stringify({ path: 'area.js', ...step })}\n`);
}

async function played(url: string, steps: readonly object[]): Promise<Line[]> {
  const printed: Line[] = [];
  await replay(['--server', url], input(steps), (value) => printed.push(value as Line));
  return printed;
}

const start = { t: 0, op: 'open', text: open, language: 'javascript' };

describe('a trace that is replayed', () => {
  let server: StandIn | undefined;
  let other: Server | undefined;

  afterEach(async () => {
    await server?.close();
    other?.closeAllConnections();
    other?.close();
    server = undefined;
    other = undefined;
  });

  const standIn = async (): Promise<string> => {
    server = await startStandIn(llamacpp, {
      models: [{ id: 'codestral-22b', fim: 'codestral', contextTokens: 32_768 }],
      answer: codeOracle([finished]),
    });
    return server.url;
  };

  it('may tell the cursor after each key: where it stands already, nothing is lost', async () => {
    const printed = await played(await standIn(), [
      start,
      { t: 10, op: 'cursor', offset: at },
      { t: 900, op: 'insert', offset: at, text: 'c' },
      { t: 900, op: 'cursor', offset: at + 1 },
      { t: 5_000, op: 'accept' },
    ]);
    const accepted = printed.find(({ event }) => event === 'accepted');
    expect(accepted?.text).toMatch(/^onst result = side \* side;/);
  });

  it.each([
    ['the cursor that the trace tells', [{ t: 900, op: 'cursor', offset: at + 'const result = f('.length }]],
    [
      'the place of the next edit',
      [{ t: 1_200, op: 'insert', offset: at + 'const result = f('.length, text: 's' }],
    ],
  ])('leaves the cursor inside what one key wrote, by %s', async (_, next) => {
    const url = await standIn();
    await played(url, [
      start,
      { t: 10, op: 'cursor', offset: at },
      { t: 700, op: 'insert', offset: at, text: 'const result = f' },
      { t: 900, op: 'insert', offset: at + 'const result = f'.length, text: '()' },
      ...next,
    ]);
    const prompts = JSON.stringify(server?.requests.map(({ body }) => body));
    expect(prompts).not.toContain('const result = f()"');
  });

  it('goes on to its end where the server hangs, and tells it', async () => {
    other = createServer(() => undefined);
    await new Promise<void>((resolve) => other?.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const printed = await played(url, [start, { t: 50, op: 'insert', offset: at, text: 'c' }]);
    expect(printed.at(-1)).toMatchObject({ event: 'totals', offered: 0 });
    expect(printed.some(({ event, reason }) => event === 'withheld' && reason !== undefined)).toBe(true);
  }, 60_000);

  it('goes on to its end where there is no server, or one that fails', async () => {
    other = createServer((_, response) => response.writeHead(500).end('no'));
    await new Promise<void>((resolve) => other?.listen(0, '127.0.0.1', resolve));
    const failing = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    for (const url of [failing, 'http://127.0.0.1:9']) {
      const printed = await played(url, [start, { t: 50, op: 'insert', offset: at, text: 'c' }]);
      expect(printed.at(-1)).toMatchObject({ event: 'totals', offered: 0, accepted: 0 });
    }
  });

  it('takes places that the file does not have as its end', async () => {
    const printed = await played(await standIn(), [
      start,
      { t: 10, op: 'insert', offset: 99_999, text: '\n' },
      { t: 20, op: 'delete', offset: 99_999, length: 5 },
      { t: 30, op: 'cursor', offset: 99_999 },
      { t: 40, op: 'close' },
    ]);
    expect(printed.at(-1)).toMatchObject({ event: 'totals' });
  });
});
