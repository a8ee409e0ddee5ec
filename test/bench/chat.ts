/** How much of the view's main thread does streaming take, and what do 200 turns weigh? In a real browser. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import * as esbuild from 'esbuild';
import { chromium, type CDPSession, type Page } from 'playwright-core';

import { ensureBrowser } from '../scripts/browser.ts';

export const title = 'Chat view';

const tokensPerSecond = 200;
/** As the host posts them. */
const batchMs = 48;

const paragraph =
  'The parser reads **one token** at a time and keeps a `stack` of open brackets, so that the first error it tells is the first one there is. See `src/parse.ts:42` for the loop.\n\n';
const list =
  '- first, the text is split into lines;\n- then each line is trimmed;\n- last, empty ones are dropped.\n\n';
const table = '| check | passed | ms |\n|---|---|--:|\n| parse | yes | 12 |\n| types | no | 240 |\n\n';
const code =
  '```ts path=src/parse.ts\nexport function parse(text: string): Tree {\n  const stack: Node[] = [];\n  for (const token of tokens(text)) {\n    if (token.kind === "open") stack.push(open(token));\n    else if (token.kind === "close") close(stack.pop(), token); // the innermost one\n  }\n  return finish(stack, "unclosed bracket");\n}\n```\n\n';

/** About `count` tokens of 4 characters of mixed Markdown. */
function mixedMarkdown(count: number): string {
  let text = '';
  for (let at = 0; text.length < count * 4; at++) {
    text += [paragraph, list, code, paragraph, table, `## Part ${at}\n\n`][at % 6] ?? '';
  }
  return text.slice(0, count * 4);
}

async function bundle(): Promise<{ readonly script: string; readonly style: string }> {
  const root = path.join(import.meta.dirname, '..', '..');
  const build = async (entry: string): Promise<string> => {
    const result = await esbuild.build({
      entryPoints: [path.join(root, 'webview', 'chat', entry)],
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2022',
      minify: true,
    });
    return result.outputFiles[0]?.text ?? '';
  };
  return { script: await build('main.ts'), style: await build('chat.css') };
}

const html = `<!DOCTYPE html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-n'; style-src 'self'">
<link rel="stylesheet" href="chat.css"><body>
<script nonce="n">globalThis.acquireVsCodeApi = () => ({ postMessage() {}, getState() {}, setState() {} });</script>
<script nonce="n" src="chat.js"></script>`;

export async function run(print: (line: string) => void): Promise<void> {
  const { script, style } = await bundle();
  print(`bundle ${(script.length / 1000).toFixed(0)} kB`);
  const server = createServer((request, response) => {
    const [type, body] = request.url?.endsWith('.js')
      ? ['text/javascript', script]
      : request.url?.endsWith('.css')
        ? ['text/css', style]
        : ['text/html', html];
    response.setHeader('content-type', type ?? '').end(body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: ['--no-sandbox', '--disable-gpu', '--js-flags=--expose-gc'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 380, height: 800 } });
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    for (const tokens of [1000, 5000]) {
      const used = await stream(page, session, mixedMarkdown(tokens));
      const per = (ms: number): string => (ms / (tokens / 1000)).toFixed(0);
      print(
        `${tokens} tokens at ${tokensPerSecond}/s: main thread ${per(used.cpuMs)} ms per 1,000 tokens (script ${per(used.scriptMs)}, style ${per(used.styleMs)}, layout ${per(used.layoutMs)} by the clock), longest block ${used.longestBlockMs.toFixed(0)} ms`,
      );
    }
    const hostile = await stream(
      page,
      session,
      `\`\`\`ts\n${'const a = "x";\n'.repeat(100_000)}\`\`\`\n`,
      100,
    );
    print(
      `100,000 lines of code in 100 pieces: main thread ${(hostile.cpuMs / 1000).toFixed(1)} s, longest block ${hostile.longestBlockMs.toFixed(0)} ms`,
    );
    const oneLine = await stream(page, session, 'x'.repeat(1_000_000), 100);
    print(
      `1,000,000 characters on one line in 100 pieces: main thread ${(oneLine.cpuMs / 1000).toFixed(1)} s, longest block ${oneLine.longestBlockMs.toFixed(0)} ms`,
    );
    print(await manyTurns(page, session));
    print(`requests beyond the page's own three: ${requested.length - 3}`);
  } finally {
    await browser.close();
    server.close();
  }
}

interface Used {
  /** Computed on the main thread. */
  readonly cpuMs: number;
  readonly scriptMs: number;
  readonly styleMs: number;
  readonly layoutMs: number;
  readonly longestBlockMs: number;
}

/** Seconds since the page began. `ThreadTime` is what the main thread computed, whatever else the machine did meanwhile. */
async function figures(session: CDPSession): Promise<(name: string) => number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
}

/** @param pieces absent: as fast as the model streams */
async function stream(page: Page, session: CDPSession, text: string, pieces?: number): Promise<Used> {
  await post(page, stateMessage(`s-${text.length}`, [turn('t', '', 'streaming')], true));
  await page.waitForTimeout(200);
  const before = await figures(session);
  const perBatch =
    pieces === undefined
      ? Math.ceil((tokensPerSecond * 4 * batchMs) / 1000)
      : Math.ceil(text.length / pieces);
  const longestBlockMs = await page.evaluate<number>(
    `(${streamInPage})(${JSON.stringify([text, perBatch, batchMs])})`,
  );
  await post(page, stateMessage(`s-${text.length}`, [turn('t', text, 'done')], false));
  await page.waitForTimeout(200);
  const after = await figures(session);
  const used = (name: string): number => (after(name) - before(name)) * 1000;
  return {
    cpuMs: used('ThreadTime'),
    scriptMs: used('ScriptDuration'),
    styleMs: used('RecalcStyleDuration'),
    layoutMs: used('LayoutDuration'),
    longestBlockMs,
  };
}

/** Runs in the page; its types are not those of Node, hence text. Looks at no frames: that would make the page draw more of them. */
const streamInPage = `async ([whole, size, pauseMs]) => {
  let longest = 0;
  for (let at = 0; at < whole.length; at += size) {
    const params = { answerId: 't-a', text: whole.slice(at, at + size), reasoning: '' };
    window.postMessage({ kind: 'notification', name: 'chunk', params }, '*');
    const startedMs = performance.now();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    longest = Math.max(longest, performance.now() - startedMs - pauseMs);
  }
  return longest;
}`;
const twoFrames = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

async function post(page: Page, message: object): Promise<void> {
  await page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
}

async function manyTurns(page: Page, session: CDPSession): Promise<string> {
  const turns = Array.from({ length: 200 }, (_, at) => turn(`t${at}`, mixedMarkdown(500), 'done'));
  await post(page, stateMessage('empty', [], false));
  await page.waitForTimeout(300);
  const heap = async (): Promise<number> => {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find((metric) => metric.name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
  };
  const before = await heap();
  const startedMs = performance.now();
  await post(page, stateMessage('many', turns, false));
  await page.evaluate(twoFrames);
  const shownMs = performance.now() - startedMs;
  const after = await heap();
  return `200 turns of 500 tokens: shown in ${(shownMs / 1000).toFixed(1)} s, JavaScript heap ${before.toFixed(0)} to ${after.toFixed(0)} MB`;
}

function turn(id: string, text: string, status: string): object {
  return {
    id,
    question: 'How does the parser work?',
    command: '',
    attachments: [],
    selectedAnswerId: `${id}-a`,
    branches: [id],
    answers: [
      {
        id: `${id}-a`,
        route: 'local',
        model: 'devstral',
        host: 'gpu:8000',
        isDemo: false,
        why: '',
        text,
        clipped: false,
        reasoning: '',
        status,
        problem: '',
        failedChecks: [],
        awaitsDecision: false,
        canAskCloud: false,
        leftOut: [],
        figures: '',
      },
    ],
  };
}

function stateMessage(conversationId: string, turns: readonly object[], isWorking: boolean): object {
  const params = {
    conversationId,
    title: 'Bench',
    turns,
    isWorking,
    preparing: '',
    model: null,
    notice: '',
    chips: [],
    rules: [],
    context: { usedTokens: 0, contextTokens: 0, answerTokens: 0, leftOut: [] },
    cloud: { isConfigured: false, name: '', askNext: false },
    slashCommands: [],
    index: null,
    pending: null,
  };
  return { kind: 'notification', name: 'state', params };
}
